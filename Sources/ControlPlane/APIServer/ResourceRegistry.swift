import APIMachinery
import ResourceModel

/// The resources that are served, by their names.
package struct ResourceRegistry: Sendable {
    private struct Key: Hashable {
        var group: String
        var version: String
        var resource: String
    }

    /// Every definition, in the order given.
    package let all: [ResourceDefinition]
    private let byName: [Key: ResourceDefinition]
    private let stored: [GroupResource: ResourceDefinition]
    private let versions: [String: Set<String>]
    private let kinds: [String: ResourceDefinition]

    /// A registry; of two definitions with the same names the first counts.
    package init(_ definitions: [ResourceDefinition]) {
        all = definitions
        byName = Dictionary(
            definitions.map {
                (Key(group: $0.group, version: $0.version, resource: $0.plural), $0)
            }, uniquingKeysWith: { first, _ in first })
        stored = Dictionary(
            definitions.filter { $0.stored == nil }.map { ($0.groupResource, $0) },
            uniquingKeysWith: { first, _ in first })
        kinds = Dictionary(
            definitions.map { ("\($0.groupVersion) \($0.kind)", $0) },
            uniquingKeysWith: { first, _ in first })
        var versions: [String: Set<String>] = [:]
        for definition in definitions {
            versions[definition.group, default: []].insert(definition.version)
        }
        self.versions = versions
    }

    /// The resource of a path.
    package subscript(
        group group: String, version version: String, resource resource: String
    ) -> ResourceDefinition? {
        byName[Key(group: group, version: version, resource: resource)]
    }

    /// The resource whose objects are stored under these names.
    package subscript(stored resource: GroupResource) -> ResourceDefinition? { stored[resource] }

    /// The resource of a kind.
    package subscript(kind kind: String, apiVersion apiVersion: String) -> ResourceDefinition? {
        kinds["\(apiVersion) \(kind)"]
    }

    /// The resource that stores a definition's objects: itself but for views.
    package func storage(of definition: ResourceDefinition) -> ResourceDefinition {
        definition.stored.flatMap { stored[$0.resource] } ?? definition
    }

    /// Whether a group is served in any version.
    package func has(group: String) -> Bool { versions[group] != nil }

    /// Whether a group is served in a version.
    package func has(group: String, version: String) -> Bool {
        versions[group]?.contains(version) ?? false
    }
}
