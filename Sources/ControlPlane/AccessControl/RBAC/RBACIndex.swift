import APIMachinery
import JSON

/// Namespace and name; the namespace is empty for cluster-wide kinds.
struct ObjectID: Hashable, Comparable {
    var namespace: String
    var name: String

    static func < (a: ObjectID, b: ObjectID) -> Bool {
        (a.namespace, a.name) < (b.namespace, b.name)
    }
}

/// Roles, bindings, and which bindings a user's name or group has.
struct RBACIndex {
    /// A binding: whose, and of which role.
    struct Binding {
        var id: ObjectID
        var roleKind: String
        var roleName: String
        var subjects: [JSON]

        /// By what the binding is found.
        var subjectKeys: Set<String> {
            Set(subjects.compactMap { RBACIndex.key($0, bindingNamespace: id.namespace) })
        }
    }

    /// A binding, and the subject by which it holds.
    struct Grant {
        var binding: Binding
        var subject: JSON

        /// As reasons name it.
        var description: String {
            let id = binding.id
            let title =
                id.namespace.isEmpty
                ? "ClusterRoleBinding \"\(id.name)\""
                : "RoleBinding \"\(id.name)/\(id.namespace)\""
            return "\(title) of \(binding.roleKind) \"\(binding.roleName)\" to \(subjectText)"
        }

        private var subjectText: String {
            let kind = subject["kind"]?.string ?? ""
            let name = subject["name"]?.string ?? ""
            guard kind == "ServiceAccount" else { return "\(kind) \"\(name)\"" }
            let own = subject["namespace"]?.string ?? ""
            let namespace = own.isEmpty ? binding.id.namespace : own
            return "\(kind) \"\(name)/\(namespace)\""
        }
    }

    private struct ClusterRole {
        var rules: [PolicyRule]
        var labels: [String: String]
        /// Labels of the roles whose rules it has too.
        var aggregated: [[String: String]]
    }

    private var roles: [ObjectID: [PolicyRule]] = [:]
    private var clusterRoles: [String: ClusterRole] = [:]
    private var bindings: [ObjectID: Binding] = [:]
    /// Namespace ("" for cluster-wide) → subject's key → bindings.
    private var bySubject: [String: [String: Set<ObjectID>]] = [:]

    mutating func apply(_ object: APIObject) {
        let id = ObjectID(namespace: object.namespace, name: object.name)
        switch object.kind {
        case "Role": roles[id] = PolicyRule.list(object.json)
        case "ClusterRole":
            let selectors = object.json["aggregationRule"]?["clusterRoleSelectors"]?.array ?? []
            clusterRoles[id.name] = ClusterRole(
                rules: PolicyRule.list(object.json), labels: object.labels,
                aggregated: selectors.map { Self.texts($0["matchLabels"]) })
        case "RoleBinding", "ClusterRoleBinding":
            unbind(id)
            let binding = Binding(
                id: id, roleKind: object["roleRef", "kind"]?.string ?? "",
                roleName: object["roleRef", "name"]?.string ?? "",
                subjects: object.json["subjects"]?.array ?? [])
            bindings[id] = binding
            for key in binding.subjectKeys {
                bySubject[id.namespace, default: [:]][key, default: []].insert(id)
            }
        default: break
        }
    }

    mutating func remove(kind: String, _ id: ObjectID) {
        switch kind {
        case "Role": roles[id] = nil
        case "ClusterRole": clusterRoles[id.name] = nil
        case "RoleBinding", "ClusterRoleBinding": unbind(id)
        default: break
        }
    }

    private mutating func unbind(_ id: ObjectID) {
        guard let old = bindings.removeValue(forKey: id) else { return }
        for key in old.subjectKeys { bySubject[id.namespace]?[key]?.remove(id) }
    }

    /// The bindings that hold for a user, the cluster-wide ones first.
    func grants(to user: UserInfo, namespace: String) -> [Grant] {
        let keys = ["u:" + user.name] + user.groups.map { "g:" + $0 }
        var grants: [Grant] = []
        for scope in namespace.isEmpty ? [""] : ["", namespace] {
            guard let subjects = bySubject[scope] else { continue }
            let ids = keys.reduce(into: Set<ObjectID>()) { $0.formUnion(subjects[$1] ?? []) }
            for id in ids.sorted() {
                guard let binding = bindings[id] else { continue }
                let subject = binding.subjects.first { subject in
                    Self.key(subject, bindingNamespace: id.namespace).map(keys.contains) ?? false
                }
                if let subject { grants.append(Grant(binding: binding, subject: subject)) }
            }
        }
        return grants
    }

    /// The rules of a binding's role; nil, after a complaint, when there is no such role.
    func rules(of binding: Binding, onFault: (String) -> Void) -> [PolicyRule]? {
        let reference: JSON = [
            "kind": .string(binding.roleKind), "name": .string(binding.roleName),
        ]
        if let rules = rules(ofRole: reference, namespace: binding.id.namespace) { return rules }
        let kind = binding.roleKind.lowercased()
        onFault("\(kind).rbac.authorization.k8s.io \"\(binding.roleName)\" not found")
        return nil
    }

    func rules(ofRole reference: JSON, namespace: String) -> [PolicyRule]? {
        let name = reference["name"]?.string ?? ""
        if reference["kind"]?.string == "Role" {
            return roles[ObjectID(namespace: namespace, name: name)]
        }
        guard clusterRoles[name] != nil else { return nil }
        var visited: Set<String> = []
        return collect(name, &visited)
    }

    /// A cluster role's own rules, and those of the roles that it aggregates.
    ///
    /// Upstream a controller copies them into the role; here they count without one.
    private func collect(_ name: String, _ visited: inout Set<String>) -> [PolicyRule] {
        guard visited.insert(name).inserted, let role = clusterRoles[name] else { return [] }
        if role.aggregated.isEmpty { return role.rules }
        var rules = role.rules
        var known = Set(rules)
        for (other, candidate) in clusterRoles.sorted(by: { $0.key < $1.key }) {
            let isChosen = role.aggregated.contains { wanted in
                !wanted.isEmpty && wanted.allSatisfy { candidate.labels[$0.key] == $0.value }
            }
            guard isChosen else { continue }
            for rule in collect(other, &visited) where known.insert(rule).inserted {
                rules.append(rule)
            }
        }
        return rules
    }

    /// By what a subject's bindings are found: `u:NAME` or `g:NAME`.
    private static func key(_ subject: JSON, bindingNamespace: String) -> String? {
        let name = subject["name"]?.string ?? ""
        switch subject["kind"]?.string {
        case "User": return "u:" + name
        case "Group": return "g:" + name
        case "ServiceAccount":
            let own = subject["namespace"]?.string ?? ""
            let namespace = own.isEmpty ? bindingNamespace : own
            if namespace.isEmpty { return nil }
            return "u:" + UserInfo.serviceAccountName(namespace: namespace, name: name)
        default: return nil
        }
    }

    private static func texts(_ json: JSON?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in json?.object?.members ?? [] {
            texts[member.key] = member.value.string ?? ""
        }
        return texts
    }
}
