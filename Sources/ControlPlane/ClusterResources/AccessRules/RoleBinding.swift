import APIMachinery
import JSON
import ResourceModel

/// Who may do what a role says: in a namespace, or everywhere.
enum RoleBindingKind {
    static let roleBinding = definition(kind: "RoleBinding", isNamespaced: true)
    static let clusterRoleBinding = definition(kind: "ClusterRoleBinding", isNamespaced: false)

    private static func definition(kind name: String, isNamespaced: Bool) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: AccessRules.group, kind: name, plural: name.lowercased() + "s",
            schema: "rbac.v1." + name)
        kind.isNamespaced = isNamespaced
        kind.columns = [
            .name, Column("Role"), .age, Column("Users", wide: true),
            Column("Groups", wide: true), Column("ServiceAccounts", wide: true),
        ]
        kind.cells = cells
        kind.rules.name = .pathSegment
        kind.rules.createsOnUpdate = true
        kind.rules.setDefaults = setDefaults
        kind.rules.validateCreate = { object, _ in validate(object, isNamespaced) }
        kind.rules.validateUpdate = { new, old, _ in
            validate(new, isNamespaced) + validateChange(new, old)
        }
        return kind
    }

    @Sendable private static func cells(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        let role = object.json["roleRef"] ?? [:]
        var users: [String] = []
        var groups: [String] = []
        var accounts: [String] = []
        for subject in object.json.list("subjects") {
            let name = subject.text("name")
            switch subject.text("kind") {
            case "ServiceAccount": accounts.append("\(subject.text("namespace"))/\(name)")
            case "User": users.append(name)
            case "Group": groups.append(name)
            default: break
            }
        }
        return [
            .string(object.name), .string("\(role.text("kind"))/\(role.text("name"))"),
            Cell.age(object, now),
        ] + [users, groups, accounts].map { .string($0.joined(separator: ", ")) }
    }

    @Sendable private static func setDefaults(_ object: inout APIObject) {
        object.json.update("roleRef") { reference in
            if reference.text("apiGroup").isEmpty {
                reference["apiGroup"] = .string(AccessRules.group)
            }
        }
        object.json.updateEach("subjects") { subject in
            let isPerson = ["User", "Group"].contains(subject.text("kind"))
            if isPerson && subject.text("apiGroup").isEmpty {
                subject["apiGroup"] = .string(AccessRules.group)
            }
        }
    }

    private static func validate(_ object: APIObject, _ isNamespaced: Bool) -> [InvalidField] {
        let role = object.json["roleRef"] ?? [:]
        let path = FieldPath("roleRef")
        var mistakes: [InvalidField] = []
        if role.text("apiGroup") != AccessRules.group {
            mistakes.append(
                .notSupported(
                    path["apiGroup"], .string(role.text("apiGroup")),
                    supported: [AccessRules.group]))
        }
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        if !kinds.contains(role.text("kind")) {
            mistakes.append(
                .notSupported(path["kind"], .string(role.text("kind")), supported: kinds))
        }
        mistakes += Check.given(role.text("name"), path["name"])
        for (index, subject) in object.json.list("subjects").enumerated() {
            mistakes += validate(subject, FieldPath("subjects")[index], isNamespaced)
        }
        return mistakes
    }

    private static func validate(
        _ subject: JSON, _ path: FieldPath, _ isNamespaced: Bool
    ) -> [InvalidField] {
        var mistakes = Check.given(subject.text("name"), path["name"])
        let group = subject.text("apiGroup")
        switch subject.text("kind") {
        case "ServiceAccount":
            if !group.isEmpty {
                mistakes.append(
                    .notSupported(path["apiGroup"], .string(group), supported: [""]))
            }
            if !isNamespaced && subject.text("namespace").isEmpty {
                mistakes.append(.required(path["namespace"]))
            }
        case "User", "Group":
            if group != AccessRules.group {
                mistakes.append(
                    .notSupported(
                        path["apiGroup"], .string(group), supported: [AccessRules.group]))
            }
        case let kind:
            mistakes.append(
                .notSupported(
                    path["kind"], .string(kind), supported: ["ServiceAccount", "User", "Group"]))
        }
        return mistakes
    }

    /// Another role would be another grant: the binding must be made anew.
    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        let role = new.json["roleRef"] ?? [:]
        if role == old.json["roleRef"] { return [] }
        let shown: JSON = [
            "APIGroup": .string(role.text("apiGroup")), "Kind": .string(role.text("kind")),
            "Name": .string(role.text("name")),
        ]
        return [.invalid(FieldPath("roleRef"), shown, "cannot change roleRef")]
    }
}
