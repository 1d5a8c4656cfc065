/// A frame of a WebSocket connection: RFC 6455 section 5.2.
struct WebSocketFrame: Equatable {
    /// What a frame is; unknown ones are kept.
    struct Opcode: RawRepresentable, Equatable {
        var rawValue: UInt8

        static let continuation = Opcode(rawValue: 0x0)
        static let text = Opcode(rawValue: 0x1)
        static let binary = Opcode(rawValue: 0x2)
        static let close = Opcode(rawValue: 0x8)
        static let ping = Opcode(rawValue: 0x9)
        static let pong = Opcode(rawValue: 0xA)

        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    /// Why bytes are no frame.
    struct Malformed: Error {}

    /// The longest payload that is taken.
    static let limit = 16 << 20

    var opcode: Opcode
    /// Whether a message ends with it.
    var isFinal = true
    var payload: [UInt8]

    /// Takes the first frame off a client's bytes; nil when it is not whole yet.
    static func decode(from bytes: inout ArraySlice<UInt8>) throws(Malformed) -> WebSocketFrame? {
        var rest = bytes
        guard let first = rest.popFirst(), let second = rest.popFirst() else { return nil }
        // Reserved bits belong to extensions, of which none is agreed on; clients must mask.
        guard first & 0x70 == 0, second & 0x80 != 0 else { throw Malformed() }
        guard let length = try length(second & 0x7F, &rest) else { return nil }
        guard rest.count >= 4 + length else { return nil }
        let mask = Array(rest.prefix(4))
        var payload = Array(rest.dropFirst(4).prefix(length))
        for index in payload.indices { payload[index] ^= mask[index & 3] }
        let opcode = Opcode(rawValue: first & 0xF)
        guard !opcode.isControl || length <= 125 else { throw Malformed() }
        bytes = rest.dropFirst(4 + length)
        return WebSocketFrame(opcode: opcode, isFinal: first & 0x80 != 0, payload: payload)
    }

    private static func length(
        _ short: UInt8, _ rest: inout ArraySlice<UInt8>
    ) throws(Malformed) -> Int? {
        let width = short == 126 ? 2 : short == 127 ? 8 : 0
        guard width > 0 else { return Int(short) }
        guard rest.count >= width else { return nil }
        let length = rest.prefix(width).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= limit else { throw Malformed() }
        rest = rest.dropFirst(width)
        return Int(length)
    }

    /// The frame as a server sends it: unmasked.
    var encoded: [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode.rawValue]
        let count = payload.count
        switch count {
        case ...125: bytes.append(UInt8(count))
        case ...0xFFFF: bytes += [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        default:
            bytes.append(127)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: count >> shift))
            }
        }
        return bytes + payload
    }
}
