/// A JSON value to build, change and write.
///
/// Numbers keep their exact text and objects their order, so what was read is written back as it
/// was. Equality is of these texts and orders: `1` is not `1.0`.
public indirect enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The exact text of a number, as RFC 8259 writes it.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// An integer.
    public static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// An array of strings.
    public static func strings(_ values: some Sequence<String>) -> JSON {
        .array(values.map(JSON.string))
    }

    /// A copy of a parsed value. Of equal keys the last one is kept, in the place of the first.
    public init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.bool ?? false)
        case .number: self = .number(value.numberText ?? "0")
        case .string: self = .string(value.string ?? "")
        case .array: self = .array(value.elements.map(JSON.init))
        case .object:
            var object = JSONObject()
            for (key, member) in value.members { object.add(key, JSON(member)) }
            self = .object(object)
        }
    }

    /// Parses a text.
    /// - Throws: `JSONError` with line and column.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self.init(try JSONDocument(parsing: bytes).root)
    }

    /// The text of a string; nil for any other kind.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The value of a number that is an integer; nil for any other kind.
    public var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    /// `true` or `false`; nil for any other kind.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements of an array; nil for any other kind.
    public var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members of an object; nil for any other kind.
    public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// A member of an object. Setting one makes an object of whatever was there; nil removes it.
    public subscript(key: String) -> JSON? {
        get { object?[key] }
        set {
            var object = object ?? JSONObject()
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The bytes of this value: on one line without spaces, or indented by two.
    public func serialized(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.value(self)
        return writer.bytes
    }
}

extension JSON: CustomStringConvertible {
    /// The value on one line.
    public var description: String { String(decoding: serialized(), as: UTF8.self) }
}
