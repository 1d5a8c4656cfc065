/// What identifies an object. Printed: `Service default/web`, `Node node-a`.
public struct ObjectKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What the object is.
    public var kind: Kind
    /// Its namespace; empty for what lives in none.
    public var namespace: String
    /// Its name.
    public var name: String

    /// A key.
    public init(kind: Kind, namespace: String = "", name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// By kind's name, then namespace, then name.
    public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        if left.kind != right.kind { return left.kind.name < right.kind.name }
        return (left.namespace, left.name) < (right.namespace, right.name)
    }

    /// `Service default/web`.
    public var description: String {
        namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)"
    }
}
