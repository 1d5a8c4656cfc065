import APIMachinery
import JSON

/// Messages that JSON writes as something else than an object.
enum SpecialMessage {
    /// `meta.v1.Time` and `MicroTime`; the zero time is none.
    static func time(
        _ bytes: ArraySlice<UInt8>, hasFraction: Bool
    ) throws(ProtobufError) -> JSON {
        if bytes.isEmpty { return .null }
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            switch try reader.field() {
            case (1, .varint(let number)): seconds = Int64(bitPattern: number)
            case (2, .varint(let number)): nanoseconds = Int64(bitPattern: number)
            default: break
            }
        }
        let (scaled, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !isTooFar, (0..<1_000_000_000).contains(nanoseconds),
            scaled < .max - 1_000_000
        else { throw ProtobufError("a time is out of range") }
        let moment = Timestamp(microseconds: scaled + nanoseconds / 1000)
        return .string(hasFraction ? moment.microTime : moment.description)
    }

    /// `resource.Quantity`.
    static func text(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSON {
        var reader = WireReader(bytes)
        var text = ""
        while !reader.isAtEnd {
            if case (1, .bytes(let value)) = try reader.field() {
                text = try MessageDecoder.text(value)
            }
        }
        return .string(text)
    }

    /// `intstr.IntOrString`: type 0 is the number, 1 the text.
    static func intOrString(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSON {
        var isText = false
        var number: Int64 = 0
        var text = ""
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            switch try reader.field() {
            case (1, .varint(let type)): isText = type == 1
            case (2, .varint(let value)): number = Int64(bitPattern: value)
            case (3, .bytes(let value)): text = try MessageDecoder.text(value)
            default: break
            }
        }
        return isText ? .string(text) : .int(number)
    }

    /// `runtime.RawExtension` and `meta.v1.FieldsV1`.
    static func rawJSON(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSON {
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            if case (1, .bytes(let raw)) = try reader.field(), !raw.isEmpty {
                do {
                    return try JSON(parsing: Array(raw))
                } catch {
                    throw ProtobufError("a raw field holds no JSON: \(error)")
                }
            }
        }
        return .null
    }

    /// `ExtraValue`: a list of texts.
    static func texts(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSON {
        var texts: [JSON] = []
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            if case (1, .bytes(let value)) = try reader.field() {
                texts.append(.string(try MessageDecoder.text(value)))
            }
        }
        return .array(texts)
    }
}
