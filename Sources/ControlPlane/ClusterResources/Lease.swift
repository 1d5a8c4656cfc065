import APIMachinery
import JSON
import ResourceModel

/// A claim that ends unless it is renewed: leaders, and nodes that are alive.
enum LeaseKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "coordination.k8s.io", kind: "Lease", plural: "leases",
            schema: "coordination.v1.Lease")
        kind.columns = [.name, Column("Holder"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .string(object.spec.text("holderIdentity")),
                Cell.age(object, now),
            ]
        }
        kind.rules.createsOnUpdate = true
        kind.rules.allowsUnconditionalUpdate = false
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let spec = object.spec
        let path = FieldPath("spec")
        var mistakes: [InvalidField] = []
        if let seconds = spec["leaseDurationSeconds"]?.int, seconds <= 0 {
            mistakes.append(
                .invalid(path["leaseDurationSeconds"], .int(seconds), "must be greater than 0"))
        }
        if let count = spec["leaseTransitions"]?.int, count < 0 {
            let why = "must be greater than or equal to 0"
            mistakes.append(.invalid(path["leaseTransitions"], .int(count), why))
        }
        if !spec.text("preferredHolder").isEmpty && spec.text("strategy").isEmpty {
            let why = "may only be specified if `strategy` is defined"
            mistakes.append(.forbidden(path["preferredHolder"], why))
        }
        return mistakes
    }
}
