import JSON

/// A type as the decoder walks it: references are places in the table, zero values are made.
final class Shape: Sendable {
    /// What a field holds.
    indirect enum Content: Sendable {
        case plain(FieldType)
        case object(Int)
        case list(Content)
        case map(Content)
    }

    final class Field: Sendable {
        let name: String
        let content: Content
        /// What is written when the field is absent; nil writes nothing.
        let absent: JSON?
        /// Whether a zero value that is there is written.
        let keepsZero: Bool
        /// The declaration.
        let declared: SchemaField

        init(_ declared: SchemaField, content: Content, zero: JSON) {
            name = declared.name
            self.content = content
            absent = declared.isAlwaysWritten ? zero : JSON?.none
            keepsZero = declared.isPointer || declared.isAlwaysWritten
            self.declared = declared
        }
    }

    let name: String
    let fields: [Field]
    /// The places of the fields that are written even when absent, in order.
    let always: [Int]
    private let places: [String: Int]

    init(name: String, fields: [Field]) {
        self.name = name
        self.fields = fields
        always = fields.indices.filter { fields[$0].declared.isAlwaysWritten }
        let order = fields.enumerated().map { ($0.element.name, $0.offset) }
        places = Dictionary(order) { first, _ in first }
    }

    /// The place of a field; the hint is where it is when fields come in the type's order.
    func place(of name: String, near hint: Int) -> Int? {
        if hint < fields.count, fields[hint].name == name { return hint }
        return places[name]
    }

    /// The types with references and zero values resolved.
    static func resolved(_ types: [SchemaType], _ places: [String: Int]) -> [Shape] {
        var zeros: [Int: JSON] = [:]
        var shapes: [Shape] = []
        for type in types {
            let fields = type.fields.map { field in
                let content = content(field.type, places)
                let zero = field.isPointer ? .null : zero(content, types, places, &zeros)
                return Field(field, content: content, zero: zero)
            }
            shapes.append(Shape(name: type.name, fields: fields))
        }
        return shapes
    }

    private static func content(_ type: FieldType, _ places: [String: Int]) -> Content {
        switch type {
        case .object(let name): places[name].map(Content.object) ?? .plain(.any)
        case .list(let element): .list(content(element, places))
        case .map(let value): .map(content(value, places))
        default: .plain(type)
        }
    }

    /// What Go writes for a value that was never set.
    static func zero(
        _ content: Content, _ types: [SchemaType], _ places: [String: Int],
        _ zeros: inout [Int: JSON]
    ) -> JSON {
        switch content {
        case .plain(let type): return zero(type)
        case .list, .map: return .null
        case .object(let place):
            if let known = zeros[place] { return known }
            var members: [JSONObject.Member] = []
            for field in types[place].fields where field.isAlwaysWritten {
                let value =
                    field.isPointer
                    ? .null : zero(self.content(field.type, places), types, places, &zeros)
                members.append(JSONObject.Member(key: field.name, value: value))
            }
            let value = JSON.object(JSONObject(distinct: members))
            zeros[place] = value
            return value
        }
    }

    /// What Go writes for a plain value that was never set.
    static func zero(_ type: FieldType) -> JSON {
        switch type {
        case .string: ""
        case .boolean: false
        case .int32, .int64, .number, .intOrString: 0
        case .quantity: "0"
        case .bytes, .time, .microTime, .any, .object, .list, .map: nil
        }
    }
}
