/// Which objects of a resource a list or a watch is about.
public struct ObjectFilter: Sendable {
    /// The namespace; nil for all, and for cluster-wide kinds.
    public var namespace: String?
    /// A single name; nil for all.
    public var name: String?
    /// What else must hold: selectors. Nil when nothing must.
    public var isSelected: (@Sendable (CachedObject) -> Bool)?

    /// A filter.
    public init(
        namespace: String? = nil, name: String? = nil,
        isSelected: (@Sendable (CachedObject) -> Bool)? = nil
    ) {
        self.namespace = namespace
        self.name = name
        self.isSelected = isSelected
    }

    /// Whether an object is meant.
    public func matches(_ object: CachedObject) -> Bool {
        if let namespace {
            guard object.path.utf8.starts(with: namespace.utf8),
                object.path.utf8.dropFirst(namespace.utf8.count).first == UInt8(ascii: "/")
            else { return false }
        }
        if let name, object.name != name { return false }
        return isSelected?(object) ?? true
    }
}
