import APIMachinery
import JSON

/// A resource as data: what the server needs to know of a kind. One file a kind declares one.
public struct ResourceDefinition: Sendable {
    /// What a request may do with a resource.
    public enum Verb: String, Sendable, CaseIterable {
        case create, delete, deletecollection, get, list, patch, update, watch
    }

    /// The group; empty for core.
    public var group: String
    /// The version.
    public var version: String
    /// The kind: `Pod`.
    public var kind: String
    /// The plural name in paths: `pods`.
    public var plural: String
    /// The singular name: `pod`.
    public var singular: String
    /// Short names: `po`.
    public var shortNames: [String] = []
    /// Categories: `all`.
    public var categories: [String] = []
    /// Whether objects live in a namespace.
    public var isNamespaced = true
    /// The verbs on the resource itself.
    public var verbs: Set<Verb> = Set(Verb.allCases)
    /// The type in `ResourceSchema`'s table: `core.v1.Pod`.
    public var schema: String
    /// Set when objects are stored as another definition's (`events.k8s.io/v1` as core events).
    public var stored: StoredAs?
    /// The sentence of the `Warning` header that answers every request for a deprecated version.
    public var deprecation: String?
    /// Subresources by name: `status`, `scale` and others.
    public var subresources: [Subresource] = []
    /// The columns of `kubectl get`.
    public var columns: [Column] = []
    /// The cells of an object's row, one a column.
    public var cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, _ in
        [.string(object.name)]
    }
    /// Field selectors beside `metadata.name` and `metadata.namespace`: how to read the value.
    public var selectableFields: [String: @Sendable (APIObject) -> String] = [:]
    /// What is done to and demanded of objects.
    public var rules = ResourceRules()

    /// A resource with its names; what isn't named here has defaults and is set afterwards.
    public init(
        group: String = "", version: String = "v1", kind: String, plural: String,
        singular: String? = nil, schema: String
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.singular = singular ?? kind.lowercased()
        self.schema = schema
    }

    /// Group and version.
    public var groupVersion: GroupVersion { GroupVersion(group: group, version: version) }

    /// Group and plural name.
    public var groupResource: GroupResource { GroupResource(group: group, resource: plural) }

    /// Group and kind.
    public var groupKind: GroupKind { GroupKind(group: group, kind: kind) }
}

/// A second version of a kind whose objects are stored as the first's.
public struct StoredAs: Sendable {
    /// The definition whose objects these are.
    public var resource: GroupResource
    /// This version's object → the stored one.
    public var toStored: @Sendable (APIObject) -> APIObject
    /// The stored object → this version's.
    public var fromStored: @Sendable (APIObject) -> APIObject

    /// A view of another definition's objects.
    public init(
        resource: GroupResource, toStored: @escaping @Sendable (APIObject) -> APIObject,
        fromStored: @escaping @Sendable (APIObject) -> APIObject
    ) {
        self.resource = resource
        self.toStored = toStored
        self.fromStored = fromStored
    }
}

/// A column of `kubectl get`.
public struct Column: Sendable {
    /// The heading: `Cluster-IP`.
    public var name: String
    /// `string`, `integer`, `boolean`, `date`.
    public var type: String
    /// `name` for the name's column, else mostly empty.
    public var format: String
    /// 0 always shown, 1 in wide output.
    public var priority: Int

    /// A column.
    public init(_ name: String, type: String = "string", format: String = "", wide: Bool = false) {
        self.name = name
        self.type = type
        self.format = format
        self.priority = wide ? 1 : 0
    }
}
