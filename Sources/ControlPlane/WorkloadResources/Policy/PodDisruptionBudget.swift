import APIMachinery
import JSON
import ResourceModel

/// How many pods of a kind may be evicted.
enum PodDisruptionBudgetKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "policy", kind: "PodDisruptionBudget", plural: "poddisruptionbudgets",
            schema: "policy.v1.PodDisruptionBudget")
        kind.shortNames = ["pdb"]
        kind.columns = [
            .name, Column("Min Available"), Column("Max Unavailable"),
            Column("Allowed Disruptions", type: "integer"), .age,
        ]
        kind.cells = { object, now in
            [
                .string(object.name), count(object.spec["minAvailable"]),
                count(object.spec["maxUnavailable"]),
                .int(object.status.number("disruptionsAllowed")), Cell.age(object, now),
            ]
        }
        kind.subresources = [
            .status(
                of: "PodDisruptionBudget",
                StatusRules(validate: PodDisruptionBudgetValidation.status))
        ]
        kind.rules.hasGeneration = true
        kind.rules.prepareForCreate = { object, _ in object.status = emptyStatus }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = PodDisruptionBudgetValidation.create
        kind.rules.validateUpdate = PodDisruptionBudgetValidation.update
        return kind
    }()

    private static let emptyStatus: JSON = [
        "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0,
    ]

    private static func count(_ value: JSON?) -> JSON {
        switch value {
        case .number(let text)?, .string(let text)?: .string(text)
        default: "N/A"
        }
    }
}
