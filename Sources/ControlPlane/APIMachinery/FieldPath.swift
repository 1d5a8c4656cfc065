/// Where in an object: `spec.containers[0].ports[1].name`, `metadata.labels[app]`.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// The path as messages write it.
    public var description: String

    /// A path that begins with a field; empty for the object itself.
    public init(_ field: String = "") { description = field }

    /// A field of what is here.
    public subscript(field: String) -> FieldPath {
        FieldPath(description.isEmpty ? field : description + "." + field)
    }

    /// An element of the list that is here.
    public subscript(index: Int) -> FieldPath { FieldPath(description + "[\(index)]") }

    /// A key of the map that is here.
    public func key(_ key: String) -> FieldPath { FieldPath(description + "[\(key)]") }
}
