import APIMachinery
import JSON

/// The types of the API, by name.
public struct SchemaTable: Sendable {
    /// Every type that Martlet serves.
    public static let kubernetes = SchemaTable(types: SchemaText.all.flatMap { $0.types() })

    private let types: [String: SchemaType]
    /// The types again, with their references resolved to places in this list.
    let shapes: [Shape]
    private let places: [String: Int]

    /// A table of some types.
    public init(types: [SchemaType]) {
        self.types = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        var places: [String: Int] = [:]
        for (index, type) in types.enumerated() where places[type.name] == nil {
            places[type.name] = index
        }
        self.places = places
        shapes = Shape.resolved(types, places)
    }

    /// A type by its name; nil when unknown.
    public subscript(name: String) -> SchemaType? { types[name] }

    /// The names of all types.
    public var names: [String] { types.keys.sorted() }

    func place(of type: String) -> Int? { places[type] }
}

/// A body that was read.
public struct DecodedBody: Sendable {
    /// The object in canonical form: unknown fields, nulls and omitted empties are gone; fields
    /// stand in the type's order, after `kind` and `apiVersion`.
    public var object: APIObject
    /// What a strict reader complains of: `unknown field "spec.foo"`, `duplicate field "spec.x"`.
    public var complaints: [String]

    /// A body.
    public init(object: APIObject, complaints: [String]) {
        self.object = object
        self.complaints = complaints
    }
}
