/// A message on the socket of a container's streams: a byte of kind, four bytes of length (the
/// highest first), and that many bytes.
public enum StreamFrame: Sendable, Hashable {
    /// From the container.
    case output([UInt8])
    case errors([UInt8])
    /// Its end, with the exit code; the last message.
    case exit(Int)
    /// To the container.
    case input([UInt8])
    case endOfInput
    case size(columns: UInt16, rows: UInt16)

    /// The longest that is accepted.
    static let limit = 1 << 20

    /// Takes a frame from the front of what was read; nil when it isn't whole yet.
    /// Frames of kinds that are unknown here are passed over.
    public static func decode(from buffer: inout [UInt8]) throws(StreamFrameError) -> StreamFrame? {
        while buffer.count >= 5 {
            let length = number(buffer[1..<5])
            guard length <= limit else { throw StreamFrameError(length: length) }
            guard buffer.count >= 5 + length else { return nil }
            let kind = buffer[0]
            let body = Array(buffer[5..<(5 + length)])
            buffer.removeFirst(5 + length)
            if let frame = StreamFrame(kind: kind, body) { return frame }
        }
        return nil
    }

    private init?(kind: UInt8, _ body: [UInt8]) {
        switch kind {
        case 1: self = .output(body)
        case 2: self = .errors(body)
        case 3 where body.count == 4: self = .exit(Self.number(body[...]))
        case 4: self = .input(body)
        case 5: self = .endOfInput
        case 6 where body.count == 4:
            self = .size(
                columns: UInt16(Self.number(body[..<2])), rows: UInt16(Self.number(body[2...])))
        default: return nil
        }
    }

    public var encoded: [UInt8] {
        switch self {
        case .output(let bytes): Self.frame(1, bytes)
        case .errors(let bytes): Self.frame(2, bytes)
        case .exit(let code): Self.frame(3, Self.bytes(code, 4))
        case .input(let bytes): Self.frame(4, bytes)
        case .endOfInput: Self.frame(5, [])
        case .size(let columns, let rows):
            Self.frame(6, Self.bytes(Int(columns), 2) + Self.bytes(Int(rows), 2))
        }
    }

    private static func frame(_ kind: UInt8, _ body: [UInt8]) -> [UInt8] {
        [kind] + bytes(body.count, 4) + body
    }

    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}

/// A frame that can't be.
public struct StreamFrameError: Error, Sendable, Hashable, CustomStringConvertible {
    public var length: Int

    public var description: String { "a frame of \(length) bytes" }
}
