/// A frame of SPDY/3.1, its header block still compressed: section 2.2 of its draft.
enum SPDYFrame: Equatable {
    case data(stream: UInt32, isLast: Bool, [UInt8])
    case openStream(id: UInt32, isLast: Bool, block: [UInt8])
    case reply(stream: UInt32, block: [UInt8])
    case reset(stream: UInt32, code: UInt32)
    case ping(UInt32)
    case headers(stream: UInt32, isLast: Bool, block: [UInt8])
    case goAway
    /// SETTINGS, WINDOW_UPDATE and what is unknown.
    case other(type: UInt16)

    /// Why bytes are no frame.
    struct Malformed: Error {}

    /// Takes the first frame off; nil when it is not whole yet.
    static func decode(from bytes: inout ArraySlice<UInt8>) throws(Malformed) -> SPDYFrame? {
        guard bytes.count >= 8 else { return nil }
        let head = Array(bytes.prefix(8))
        let length = Int(head[5]) << 16 | Int(head[6]) << 8 | Int(head[7])
        guard bytes.count >= 8 + length else { return nil }
        let payload = Array(bytes.dropFirst(8).prefix(length))
        bytes = bytes.dropFirst(8 + length)
        let isLast = head[4] & 1 != 0
        guard head[0] & 0x80 != 0 else {
            return .data(stream: number(head, 0), isLast: isLast, payload)
        }
        guard number(head, 0) >> 16 & 0x7FFF == 3 else { throw Malformed() }
        return try control(UInt16(head[2]) << 8 | UInt16(head[3]), isLast, payload)
    }

    private static func control(
        _ type: UInt16, _ isLast: Bool, _ payload: [UInt8]
    ) throws(Malformed) -> SPDYFrame {
        let least = [1: 10, 2: 4, 3: 8, 6: 4, 7: 4, 8: 4][type] ?? 0
        guard payload.count >= least else { throw Malformed() }
        func id() -> UInt32 { number(payload, 0) & 0x7FFF_FFFF }
        switch type {
        case 1: return .openStream(id: id(), isLast: isLast, block: Array(payload.dropFirst(10)))
        case 2: return .reply(stream: id(), block: Array(payload.dropFirst(4)))
        case 3: return .reset(stream: id(), code: number(payload, 4))
        case 6: return .ping(number(payload, 0))
        case 7: return .goAway
        case 8:
            return .headers(stream: id(), isLast: isLast, block: Array(payload.dropFirst(4)))
        default: return .other(type: type)
        }
    }

    private static func number(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        bytes[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    var encoded: [UInt8] {
        switch self {
        case .data(let stream, let isLast, let bytes):
            Self.bytes(stream) + Self.tail(isLast, bytes)
        case .openStream(let id, let isLast, let block):
            Self.control(1, isLast, Self.bytes(id) + [0, 0, 0, 0, 0, 0] + block)
        case .reply(let stream, let block): Self.control(2, false, Self.bytes(stream) + block)
        case .reset(let stream, let code):
            Self.control(3, false, Self.bytes(stream) + Self.bytes(code))
        case .ping(let id): Self.control(6, false, Self.bytes(id))
        case .goAway: Self.control(7, false, Self.bytes(0) + Self.bytes(0))
        case .headers(let stream, let isLast, let block):
            Self.control(8, isLast, Self.bytes(stream) + block)
        case .other(let type): Self.control(type, false, [])
        }
    }

    private static func control(_ type: UInt16, _ isLast: Bool, _ payload: [UInt8]) -> [UInt8] {
        [0x80, 3, UInt8(type >> 8), UInt8(type & 0xFF)] + tail(isLast, payload)
    }

    /// Flags, length and payload.
    private static func tail(_ isLast: Bool, _ payload: [UInt8]) -> [UInt8] {
        [isLast ? 1 : 0] + bytes(UInt32(payload.count)).dropFirst() + payload
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }
}
