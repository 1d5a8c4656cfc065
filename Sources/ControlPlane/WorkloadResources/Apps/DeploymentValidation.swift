import APIMachinery
import JSON
import ResourceModel

/// The mistakes of Deployments.
enum DeploymentValidation {
    private static let path = FieldPath("spec")

    @Sendable static func create(_ object: APIObject, _ context: WriteContext) -> [InvalidField] {
        let spec = object.spec
        var mistakes = NumberChecks.nonNegative(
            spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"], path)
        mistakes += SelectorChecks.required(spec, kind: "deployment", path["selector"])
        mistakes += SelectorChecks.matches(spec, path)
        mistakes += TemplateValidation.endless(
            spec["template"], kind: "ReplicaSet", path["template"], context)
        mistakes += strategy(spec["strategy"] ?? [:], path["strategy"])
        if let seconds = spec["progressDeadlineSeconds"]?.int {
            let field = path["progressDeadlineSeconds"]
            mistakes += NumberChecks.nonNegative(seconds, field)
            if seconds <= spec.number("minReadySeconds") {
                let why = "must be greater than minReadySeconds"
                mistakes.append(.invalid(field, .int(seconds), why))
            }
        }
        return mistakes
    }

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ChangeChecks.immutable(new.spec["selector"], old.spec["selector"], path["selector"])
            + create(new, context)
    }

    private static func strategy(_ strategy: JSON, _ path: FieldPath) -> [InvalidField] {
        let update = strategy.given("rollingUpdate")
        switch strategy.text("type") {
        case "Recreate":
            if update == nil { return [] }
            let why = "may not be specified when strategy `type` is 'Recreate'"
            return [.forbidden(path["rollingUpdate"], why)]
        case "RollingUpdate": return rollingUpdate(update ?? [:], path["rollingUpdate"])
        case let type:
            let shown: JSON = [
                "Type": .string(type),
                "RollingUpdate": update.map {
                    [
                        "MaxUnavailable": $0["maxUnavailable"] ?? 0,
                        "MaxSurge": $0["maxSurge"] ?? 0,
                    ]
                } ?? .null,
            ]
            return [.notSupported(path, shown, supported: ["Recreate", "RollingUpdate"])]
        }
    }

    private static func rollingUpdate(_ update: JSON, _ path: FieldPath) -> [InvalidField] {
        let unavailable = update["maxUnavailable"]
        let surge = update["maxSurge"]
        let field = path["maxUnavailable"]
        var mistakes = NumberChecks.countOrPercent(unavailable, field)
        mistakes += NumberChecks.countOrPercent(surge, path["maxSurge"])
        if NumberChecks.plainValue(unavailable) == 0 && NumberChecks.plainValue(surge) == 0 {
            let why = "may not be 0 when `maxSurge` is 0"
            mistakes.append(.invalid(field, unavailable ?? 0, why))
        }
        return mistakes + NumberChecks.atMostAll(unavailable, field)
    }

    @Sendable static func status(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        ReplicaStatus.validate(
            new.status,
            numbers: [
                "observedGeneration", "replicas", "updatedReplicas", "readyReplicas",
                "availableReplicas", "unavailableReplicas", "terminatingReplicas",
                "collisionCount",
            ], parts: ["updatedReplicas", "readyReplicas", "availableReplicas"])
            + ChangeChecks.undiminished(
                new.status["collisionCount"], old.status["collisionCount"],
                FieldPath("status")["collisionCount"])
    }
}
