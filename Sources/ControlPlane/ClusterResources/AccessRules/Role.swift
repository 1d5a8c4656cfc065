import APIMachinery
import JSON
import ResourceModel

/// What may be done: in a namespace (Role), or everywhere (ClusterRole).
enum RoleKind {
    static let role = definition(kind: "Role", isNamespaced: true)
    static let clusterRole = definition(kind: "ClusterRole", isNamespaced: false)

    private static func definition(kind name: String, isNamespaced: Bool) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: AccessRules.group, kind: name, plural: name.lowercased() + "s",
            schema: "rbac.v1." + name)
        kind.isNamespaced = isNamespaced
        kind.columns = [.name, Column("Created At", type: "date")]
        kind.cells = { object, _ in
            [.string(object.name), .string(object.creationTimestamp)]
        }
        kind.rules.name = .pathSegment
        kind.rules.createsOnUpdate = true
        kind.rules.validateCreate = { object, _ in validate(object, isNamespaced) }
        kind.rules.validateUpdate = { new, _, _ in validate(new, isNamespaced) }
        // An empty list of rules is stored as none at all, which is shown as null.
        kind.rules.setDefaults = { object in
            if object.json["rules"]?.array?.isEmpty == true { object.json["rules"] = .null }
        }
        return kind
    }

    private static func validate(_ object: APIObject, _ isNamespaced: Bool) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (index, rule) in object.json.list("rules").enumerated() {
            mistakes += validate(rule, FieldPath("rules")[index], isNamespaced)
        }
        if let aggregation = object.json["aggregationRule"], aggregation != .null {
            let path = FieldPath("aggregationRule")["clusterRoleSelectors"]
            if aggregation.list("clusterRoleSelectors").isEmpty {
                let why = "at least one clusterRoleSelector required if aggregationRule is non-nil"
                mistakes.append(.required(path, why))
            }
        }
        return mistakes
    }

    private static func validate(
        _ rule: JSON, _ path: FieldPath, _ isNamespaced: Bool
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if rule.list("verbs").isEmpty {
            mistakes.append(.required(path["verbs"], "verbs must contain at least one value"))
        }
        let urls = rule.list("nonResourceURLs")
        if !urls.isEmpty {
            let field = path["nonResourceURLs"]
            if isNamespaced {
                let why = "namespaced rules cannot apply to non-resource URLs"
                mistakes.append(.invalid(field, .array(urls), why))
            }
            if ["apiGroups", "resources", "resourceNames"].contains(where: {
                !rule.list($0).isEmpty
            }) {
                let why = "rules cannot apply to both regular resources and non-resource URLs"
                mistakes.append(.invalid(field, .array(urls), why))
            }
            return mistakes
        }
        if rule.list("apiGroups").isEmpty {
            let why = "resource rules must supply at least one api group"
            mistakes.append(.required(path["apiGroups"], why))
        }
        if rule.list("resources").isEmpty {
            let why = "resource rules must supply at least one resource"
            mistakes.append(.required(path["resources"], why))
        }
        return mistakes
    }
}

/// Names of RBAC's group.
enum AccessRules {
    static let group = "rbac.authorization.k8s.io"
}
