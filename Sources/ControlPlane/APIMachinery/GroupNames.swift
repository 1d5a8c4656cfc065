/// A group and a version: `apps/v1`, or `v1` of the core group, whose name is empty.
public struct GroupVersion: Hashable, Sendable, CustomStringConvertible {
    /// The group; empty for core.
    public var group: String
    /// The version.
    public var version: String

    /// A group and a version.
    public init(group: String, version: String) {
        self.group = group
        self.version = version
    }

    /// Parses an `apiVersion` field.
    public init(parsing apiVersion: String) {
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        self.init(group: parts.count == 2 ? parts[0] : "", version: parts.last ?? "")
    }

    /// The `apiVersion` field.
    public var description: String { group.isEmpty ? version : "\(group)/\(version)" }
}

/// A resource of a group, without its version: `deployments.apps`.
public struct GroupResource: Hashable, Sendable, CustomStringConvertible {
    /// The group; empty for core.
    public var group: String
    /// The resource's plural name, in lower case.
    public var resource: String

    /// A resource of a group.
    public init(group: String = "", resource: String) {
        self.group = group
        self.resource = resource
    }

    /// As messages name it.
    public var description: String { group.isEmpty ? resource : "\(resource).\(group)" }
}

/// A kind of a group, without its version: `Deployment.apps`.
public struct GroupKind: Hashable, Sendable, CustomStringConvertible {
    /// The group; empty for core.
    public var group: String
    /// The kind.
    public var kind: String

    /// A kind of a group.
    public init(group: String = "", kind: String) {
        self.group = group
        self.kind = kind
    }

    /// As messages name it.
    public var description: String { group.isEmpty ? kind : "\(kind).\(group)" }
}
