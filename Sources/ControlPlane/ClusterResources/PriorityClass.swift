import APIMachinery
import JSON
import ResourceModel

/// How important a pod is.
enum PriorityClassKind {
    /// What people may ask for at most; above are the system's own classes.
    private static let highestOfUsers = 1_000_000_000
    private static let systemClasses = [
        "system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000,
    ]

    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "scheduling.k8s.io", kind: "PriorityClass", plural: "priorityclasses",
            schema: "scheduling.v1.PriorityClass")
        kind.shortNames = ["pc"]
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("Value", type: "integer"), Column("Global-Default", type: "boolean"),
            .age, Column("PreemptionPolicy"),
        ]
        kind.cells = { object, now in
            [
                .string(object.name), .int(object.json["value"]?.int ?? 0),
                .bool(object.json["globalDefault"]?.bool ?? false), Cell.age(object, now),
                .string(object.json.text("preemptionPolicy")),
            ]
        }
        kind.rules.setDefaults = { object in
            object.json.setDefault("preemptionPolicy", "PreemptLowerPriority")
        }
        kind.rules.prepareForCreate = { object, _ in object.generation = 1 }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validateChange(new, old) }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let value = object.json["value"]?.int ?? 0
        var mistakes: [InvalidField] = []
        if object.name.hasPrefix("system-") {
            if let fault = systemFault(object, value) {
                let why =
                    "priority class names with 'system-' prefix are reserved for system use only. "
                    + "error: \(fault)"
                mistakes.append(.forbidden(FieldPath("metadata")["name"], why))
            }
        } else if value > highestOfUsers {
            let why = "maximum allowed value of a user defined priority is \(highestOfUsers)"
            mistakes.append(.forbidden(FieldPath("value"), why))
        }
        let policies = ["Never", "PreemptLowerPriority"]
        let path = FieldPath("preemptionPolicy")
        return mistakes + Check.oneOf(object.json["preemptionPolicy"], path, policies)
    }

    private static func systemFault(_ object: APIObject, _ value: Int) -> String? {
        guard let expected = systemClasses[object.name] else {
            return "\(object.name) is not a known system priority class"
        }
        if value != expected { return "value of \(object.name) PriorityClass must be \(expected)" }
        if object.json["globalDefault"]?.bool == true {
            return "globalDefault of \(object.name) PriorityClass must be false"
        }
        return nil
    }

    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if new.json["value"]?.int ?? 0 != old.json["value"]?.int ?? 0 {
            mistakes.append(.forbidden(FieldPath("value"), "may not be changed in an update."))
        }
        return mistakes
            + Check.unchanged(
                new.json["preemptionPolicy"], old.json["preemptionPolicy"],
                FieldPath("preemptionPolicy"))
    }
}

extension ClusterResources {
    /// The two classes every cluster has.
    public static let bootstrapPriorityClasses: [APIObject] = [
        priorityClass(
            "system-node-critical", 2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."),
        priorityClass(
            "system-cluster-critical", 2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to "
                + "another node if necessary."),
    ]

    private static func priorityClass(
        _ name: String, _ value: Int, _ description: String
    ) -> APIObject {
        APIObject([
            "kind": "PriorityClass", "apiVersion": "scheduling.k8s.io/v1",
            "metadata": ["name": .string(name), "generation": 1], "value": .int(value),
            "description": .string(description), "preemptionPolicy": "PreemptLowerPriority",
        ])
    }
}
