/// Which pod: its namespace and name.
public struct PodKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The Kubernetes namespace.
    public var namespace: String
    /// The pod's name in it.
    public var name: String

    /// A key from its parts.
    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Reads `name` or `namespace/name`; nil when a part is empty.
    public init?(_ text: String, in namespace: String = "default") {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let last = parts.last else {
            return nil
        }
        self.init(
            namespace: parts.count == 2 ? String(parts[0]) : namespace, name: String(last))
    }

    /// `namespace/name`
    public var description: String { "\(namespace)/\(name)" }

    public static func < (a: PodKey, b: PodKey) -> Bool {
        (a.namespace, a.name) < (b.namespace, b.name)
    }
}
