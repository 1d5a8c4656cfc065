import APIMachinery
import JSON
import ResourceModel

/// The mistakes of PodDisruptionBudgets.
enum PodDisruptionBudgetValidation {
    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        let path = FieldPath("spec")
        var mistakes: [InvalidField] = []
        let keys = ["minAvailable", "maxUnavailable"].filter { spec.has($0) }
        if keys.count == 2 {
            let shown: JSON = [
                "MinAvailable": spec["minAvailable"] ?? .null,
                "Selector": spec["selector"] ?? .null,
                "MaxUnavailable": spec["maxUnavailable"] ?? .null,
                "UnhealthyPodEvictionPolicy": spec["unhealthyPodEvictionPolicy"] ?? .null,
            ]
            let why = "minAvailable and maxUnavailable cannot be both set"
            mistakes.append(.invalid(path, shown, why))
        }
        for key in keys {
            mistakes += NumberChecks.countOrPercent(spec[key], path[key])
            mistakes += NumberChecks.atMostAll(spec[key], path[key])
        }
        mistakes += LabelChecks.selector(spec["selector"], path["selector"])
        return mistakes
            + NameChecks.optionalChoice(
                spec.text("unhealthyPodEvictionPolicy"), ["AlwaysAllow", "IfHealthyBudget"],
                path["unhealthyPodEvictionPolicy"])
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        create(new, context)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        NumberChecks.nonNegative(
            new.status,
            ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"],
            FieldPath("status"))
    }
}
