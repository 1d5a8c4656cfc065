import APIMachinery
import JSON

/// The types of the API, by name.
public struct SchemaTable: Sendable {
    /// Every type that Martlet serves.
    public static let kubernetes = SchemaTable(types: [])

    private let types: [String: SchemaType]

    /// A table of some types.
    public init(types: [SchemaType]) {
        self.types = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    }

    /// A type by its name; nil when unknown.
    public subscript(name: String) -> SchemaType? { types[name] }
}

/// A body that was read.
public struct DecodedBody: Sendable {
    /// The object in canonical form: unknown fields, nulls and omitted empties are gone; fields stand
    /// in the type's order, after `kind` and `apiVersion`.
    public var object: APIObject
    /// What a strict reader complains of: `unknown field "spec.foo"`, `duplicate field "spec.x"`.
    public var complaints: [String]

    /// A body.
    public init(object: APIObject, complaints: [String]) {
        self.object = object
        self.complaints = complaints
    }
}
