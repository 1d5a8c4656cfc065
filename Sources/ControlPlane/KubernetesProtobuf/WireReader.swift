/// Reads the wire format of protocol buffers: https://protobuf.dev/programming-guides/encoding/
struct WireReader {
    /// A field's value as it is on the wire.
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next field: its number and value.
    mutating func field() throws(ProtobufError) -> (number: Int, value: Value) {
        let tag = try varint()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else {
            throw ProtobufError("field number \(tag >> 3) is out of range")
        }
        let number = Int(tag >> 3)
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(8)))
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else { throw Self.ended }
            let bytes = rest.prefix(Int(count))
            rest = rest.dropFirst(Int(count))
            return (number, .bytes(bytes))
        case 5: return (number, .fixed32(UInt32(try fixed(4))))
        case let type: throw ProtobufError("field \(number) has the unknown wire type \(type)")
        }
    }

    mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Self.ended }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw ProtobufError("an integer has more than ten bytes")
    }

    private mutating func fixed(_ count: Int) throws(ProtobufError) -> UInt64 {
        guard rest.count >= count else { throw Self.ended }
        var value: UInt64 = 0
        for (index, byte) in rest.prefix(count).enumerated() {
            value |= UInt64(byte) << UInt64(8 * index)
        }
        rest = rest.dropFirst(count)
        return value
    }

    private static let ended = ProtobufError("unexpected EOF")
}
