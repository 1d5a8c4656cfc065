import WatchCache

/// Namespace and name: what a queue holds of an object.
public struct ObjectName: Sendable, Hashable, CustomStringConvertible {
    /// The namespace; empty for cluster-wide kinds.
    public var namespace: String
    /// The name.
    public var name: String

    /// A name in a namespace.
    public init(namespace: String = "", name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// `default/web`, or `web`.
    public var description: String { namespace.isEmpty ? name : namespace + "/" + name }
}

extension CachedObject {
    /// Namespace and name.
    public var objectName: ObjectName { ObjectName(namespace: namespace, name: name) }
}
