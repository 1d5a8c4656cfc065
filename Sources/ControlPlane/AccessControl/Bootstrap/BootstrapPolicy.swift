import APIMachinery
import JSON

/// Roles and bindings that every cluster has, as objects to store.
///
/// The server stores them at start: what is missing is made; what is there and annotated
/// `autoupdate: "true"` gets back the rules and subjects it lacks (see `reconciled`).
public enum BootstrapPolicy {
    /// The group of all these objects.
    static let group = "rbac.authorization.k8s.io"

    /// Cluster roles and their bindings, then roles of single namespaces and theirs.
    public static let objects: [APIObject] =
        clusterRoles + clusterBindings + namespacedRoles + namespacedBindings

    /// Cluster roles.
    public static let clusterRoles: [APIObject] =
        aggregatedRoles + RoleTable(clusterRoleTable).roles.map(clusterRole)
        + RoleTable(controllerRoleTable).roles.map(clusterRole)

    /// What an object must become so that it grants what it should; nil when it does already, or
    /// must be left alone.
    public static func reconciled(_ stored: APIObject, with wanted: APIObject) -> APIObject? {
        if stored.annotations[autoupdate] == "false" { return nil }
        var result = stored
        result.labels.merge(wanted.labels) { _, new in new }
        result.annotations.merge(wanted.annotations) { _, new in new }
        if let aggregation = wanted.json["aggregationRule"] {
            if stored.json["aggregationRule"] == nil {
                result.json["aggregationRule"] = aggregation
            }
        } else if wanted.json["rules"] != nil {
            let missing = PolicyRule.missing(
                PolicyRule.list(wanted.json), from: PolicyRule.list(stored.json))
            let added = PolicyRule.compact(missing).map(\.json)
            let rules = (stored.json["rules"]?.array ?? []) + added
            if !added.isEmpty { result.json["rules"] = .array(rules) }
        }
        if let subjects = wanted.json["subjects"]?.array {
            let present = stored.json["subjects"]?.array ?? []
            let added = subjects.filter { subject in
                !present.contains { Self.sameSubject($0, subject) }
            }
            if !added.isEmpty { result.json["subjects"] = .array(present + added) }
        }
        return result == stored ? nil : result
    }

    private static let autoupdate = "rbac.authorization.kubernetes.io/autoupdate"

    private static func sameSubject(_ a: JSON, _ b: JSON) -> Bool {
        ["kind", "name", "namespace"].allSatisfy { a[$0]?.string ?? "" == b[$0]?.string ?? "" }
    }

    /// An object's beginning: kind, name, and the marks of what the server keeps up to date.
    static func object(
        _ kind: String, name: String, namespace: String = "", labels: [String: String] = [:]
    ) -> APIObject {
        var object = APIObject([
            "kind": .string(kind), "apiVersion": .string(group + "/v1"),
            "metadata": ["name": .string(name)],
        ])
        object.namespace = namespace
        object.labels = labels.merging(["kubernetes.io/bootstrapping": "rbac-defaults"]) { $1 }
        object.annotations = [autoupdate: "true"]
        return object
    }

    private static func clusterRole(_ entry: RoleTable.Entry) -> APIObject {
        var labels: [String: String] = [:]
        if let target = aggregationTargets[entry.name] {
            labels["\(group)/aggregate-to-\(target)"] = "true"
        }
        var role = object("ClusterRole", name: entry.name, labels: labels)
        role.json["rules"] = .array(entry.rules.map(\.json))
        return role
    }

    private static let aggregationTargets = [
        "system:aggregate-to-admin": "admin", "system:aggregate-to-edit": "edit",
        "system:aggregate-to-view": "view",
    ]

    /// `admin` has what `edit` has and more, `edit` what `view` has.
    private static let aggregatedRoles: [APIObject] =
        [("admin", nil), ("edit", "admin"), ("view", "edit")].map { name, larger in
            var labels: [String: String] = [:]
            if let larger { labels["\(group)/aggregate-to-\(larger)"] = "true" }
            var role = object("ClusterRole", name: name, labels: labels)
            role.json["rules"] = .null
            role.json["aggregationRule"] = [
                "clusterRoleSelectors": [
                    ["matchLabels": [("\(group)/aggregate-to-\(name)"): "true"]]
                ]
            ]
            return role
        }
}
