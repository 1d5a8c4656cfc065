import JSON

/// Messages into trees, by the table.
struct MessageDecoder {
    /// As deep as JSON may nest here; what is deeper is no object of the API.
    private static let maximumDepth = 128

    private var depth = 0

    init() {}

    /// Reads a message's fields into an object; unknown ones are left out.
    mutating func read(
        _ bytes: ArraySlice<UInt8>, as name: String, into object: inout JSONObject
    ) throws(ProtobufError) {
        guard depth < Self.maximumDepth else { throw ProtobufError("nested too deeply") }
        depth += 1
        defer { depth -= 1 }
        guard let fields = MessageTable.kubernetes[name] else {
            throw ProtobufError("the message \(name) is unknown")
        }
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            let (number, value) = try reader.field()
            guard let field = fields[number] else { continue }
            try take(value, field, into: &object)
        }
    }

    private mutating func take(
        _ value: WireReader.Value, _ field: MessageTable.Field, into object: inout JSONObject
    ) throws(ProtobufError) {
        switch field.shape {
        case .single: object[field.name] = try json(value, field.kind)
        case .list:
            var elements = object[field.name]?.array ?? []
            elements += try list(value, field.kind)
            object[field.name] = .array(elements)
        case .map:
            let entry = try entry(value, field.kind)
            var members = object[field.name]?.object ?? JSONObject()
            members[entry.key] = entry.value
            object[field.name] = .object(members)
        case .inline:
            guard case .bytes(let bytes) = value, case .message(let name) = field.kind else {
                throw Self.misfit(field.name)
            }
            try read(bytes, as: name, into: &object)
        }
    }

    /// One element; or several, when numbers are packed into one value.
    private mutating func list(
        _ value: WireReader.Value, _ kind: MessageTable.Kind
    ) throws(ProtobufError) -> [JSON] {
        if case .integer = kind, case .bytes(let packed) = value {
            var reader = WireReader(packed)
            var elements: [JSON] = []
            while !reader.isAtEnd {
                elements.append(.int(Int64(bitPattern: try reader.varint())))
            }
            return elements
        }
        return [try json(value, kind)]
    }

    private mutating func entry(
        _ value: WireReader.Value, _ kind: MessageTable.Kind
    ) throws(ProtobufError) -> (key: String, value: JSON) {
        guard case .bytes(let bytes) = value else { throw Self.misfit("map") }
        var key = ""
        var content: JSON?
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            switch try reader.field() {
            case (1, .bytes(let text)): key = try Self.text(text)
            case (2, let inner): content = try json(inner, kind)
            default: break
            }
        }
        if let content { return (key, content) }
        return (key, try json(.bytes([]), kind))
    }

    private mutating func json(
        _ value: WireReader.Value, _ kind: MessageTable.Kind
    ) throws(ProtobufError) -> JSON {
        switch (kind, value) {
        case (.text, .bytes(let bytes)): return .string(try Self.text(bytes))
        case (.bool, .varint(let number)): return .bool(number != 0)
        case (.integer, .varint(let number)): return .int(Int64(bitPattern: number))
        case (.double, .fixed64(let bits)): return try Self.double(bits)
        case (.bytes, .bytes(let bytes)): return .string(Base64Text.encode(bytes))
        case (.message(let name), .bytes(let bytes)):
            var object = JSONObject()
            try read(bytes, as: name, into: &object)
            return .object(object)
        case (.time(let hasFraction), .bytes(let bytes)):
            return try SpecialMessage.time(bytes, hasFraction: hasFraction)
        case (.wrappedText, .bytes(let bytes)): return try SpecialMessage.text(bytes)
        case (.intOrString, .bytes(let bytes)): return try SpecialMessage.intOrString(bytes)
        case (.rawJSON, .bytes(let bytes)): return try SpecialMessage.rawJSON(bytes)
        case (.texts, .bytes(let bytes)): return try SpecialMessage.texts(bytes)
        default: throw ProtobufError("a field has the wrong wire type")
        }
    }

    private static func double(_ bits: UInt64) throws(ProtobufError) -> JSON {
        let number = Double(bitPattern: bits)
        guard number.isFinite else { throw ProtobufError("a number is not finite") }
        return .number("\(number)")
    }

    static func text(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ProtobufError("a text is not UTF-8")
        }
        return text
    }

    private static func misfit(_ name: String) -> ProtobufError {
        ProtobufError("field \(name) has the wrong wire type")
    }
}
