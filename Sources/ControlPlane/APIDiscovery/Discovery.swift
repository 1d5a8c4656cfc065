import APIMachinery
import JSON
import ResourceModel

/// What a server serves, as clients ask for it: groups, versions, resources and their verbs.
public struct Discovery: Sendable {
    /// A group with its versions, the preferred one first.
    struct Group: Sendable {
        var name: String
        var versions: [String]

        func version(_ version: String) -> GroupVersion {
            GroupVersion(group: name, version: version)
        }
    }

    let definitions: [GroupVersion: [ResourceDefinition]]
    let stored: [GroupResource: ResourceDefinition]
    /// The core group among them, if it is served.
    let groups: [Group]

    /// The discovery of some resources.
    public init(_ definitions: [ResourceDefinition]) {
        self.definitions = Dictionary(grouping: definitions, by: \.groupVersion).mapValues {
            $0.sorted { $0.plural < $1.plural }
        }
        stored = Dictionary(
            definitions.filter { $0.stored == nil }.map { ($0.groupResource, $0) }
        ) { first, _ in first }
        let versions = Dictionary(grouping: self.definitions.keys, by: \.group)
        groups = versions.map { name, versions in
            Group(name: name, versions: versions.map(\.version).sorted(by: Discovery.isPreferred))
        }.sorted { Discovery.rank($0.name) < Discovery.rank($1.name) }
    }

    /// The versions of all groups, those of core first.
    public var groupVersions: [GroupVersion] {
        groups.flatMap { group in group.versions.map(group.version) }
    }

    /// Whether a group is served.
    public func has(group: String) -> Bool { groups.contains { $0.name == group } }

    /// The order in which clients try groups when a short name is in several: upstream's.
    private static let order = [
        "", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
        "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io", "policy",
        "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io",
        "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
        "discovery.k8s.io", "flowcontrol.apiserver.k8s.io",
    ]

    private static func rank(_ group: String) -> (Int, String) {
        (order.firstIndex(of: group) ?? order.count, group)
    }

    /// Stable before beta before alpha, newer before older: `v2`, `v1`, `v1beta1`.
    private static func isPreferred(_ a: String, _ b: String) -> Bool {
        func key(_ version: String) -> (Int, Int, Int) {
            let parts = version.dropFirst().split { !$0.isNumber }.compactMap { Int($0) }
            let stage = version.contains("alpha") ? 0 : version.contains("beta") ? 1 : 2
            return (stage, parts.first ?? 0, parts.count > 1 ? parts[1] : 0)
        }
        return key(a) > key(b)
    }
}
