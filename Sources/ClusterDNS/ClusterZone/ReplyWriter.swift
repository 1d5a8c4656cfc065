import DNSMessage
import NetworkAddress

/// Writes the sections of a reply into a buffer of the caller's, behind header and question. What
/// does not fit is left out whole, record by record, and remembered.
public struct ReplyWriter: Sendable {
    /// The next byte to write; at the end, the size of the reply.
    public package(set) var position: Int
    /// The first byte that may not be written.
    public let limit: Int
    /// Records in the answer section.
    public package(set) var answers: UInt16 = 0
    /// Records in the authority section.
    public package(set) var authority: UInt16 = 0
    /// Records in the additional section.
    public package(set) var additional: UInt16 = 0
    /// How the query ended.
    public var responseCode = ResponseCode.noError
    /// Whether a record asked for did not fit.
    public package(set) var isTruncated = false

    /// A writer behind a copy of the question of `message`.
    @inline(__always)
    public init(
        _ message: Span<UInt8>, questionEnd: Int, limit: Int, into out: inout MutableSpan<UInt8>
    ) {
        self.limit = limit
        position = Header.size
        while position < questionEnd {
            out[position] = message[position]
            position &+= 1
        }
    }

    @inline(__always)
    package func has(room size: Int) -> Bool { position &+ size <= limit }

    /// Appends a byte.
    @inline(__always)
    public mutating func put8(_ value: UInt8, into out: inout MutableSpan<UInt8>) {
        out[position] = value
        position &+= 1
    }

    /// Appends two bytes in network order.
    @inline(__always)
    public mutating func put16(_ value: UInt16, into out: inout MutableSpan<UInt8>) {
        out[position] = UInt8(value >> 8)
        out[position &+ 1] = UInt8(truncatingIfNeeded: value)
        position &+= 2
    }

    /// Appends four bytes in network order.
    @inline(__always)
    public mutating func put32(_ value: UInt32, into out: inout MutableSpan<UInt8>) {
        put16(UInt16(value >> 16), into: &out)
        put16(UInt16(truncatingIfNeeded: value), into: &out)
    }

    @inline(__always)
    package mutating func put(
        _ bytes: [UInt8], from start: Int, count: Int, into out: inout MutableSpan<UInt8>
    ) {
        let source = bytes.span.extracting(start..<(start &+ count))
        var at = 0
        while at < count {
            out[position &+ at] = source[at]
            at &+= 1
        }
        position &+= count
    }

    @inline(__always)
    package mutating func put(_ bytes: [UInt8], into out: inout MutableSpan<UInt8>) {
        put(bytes, from: 0, count: bytes.count, into: &out)
    }

    /// Owner, type, class, TTL and size of data of a record whose owner stands at `owner`.
    @inline(__always)
    mutating func putRecord(
        owner: Int, _ type: UInt16, ttl: UInt32, size: Int, into out: inout MutableSpan<UInt8>
    ) {
        put16(0xC000 | UInt16(truncatingIfNeeded: owner), into: &out)
        put16(type, into: &out)
        put16(1, into: &out)
        put32(ttl, into: &out)
        put16(UInt16(truncatingIfNeeded: size), into: &out)
    }

    mutating func put(_ address: IPAddress, into out: inout MutableSpan<UInt8>) {
        switch address {
        case .v4(let address): put32(address.rawValue, into: &out)
        case .v6(let address):
            for half in [address.high, address.low] {
                put32(UInt32(half >> 32), into: &out)
                put32(UInt32(truncatingIfNeeded: half), into: &out)
            }
        }
    }

    /// Counts an additional record that was put in pieces.
    public mutating func countAdditional() { additional &+= 1 }

    /// Writes the header in front, once everything else is written.
    @inline(__always)
    public func putHeader(id: UInt16, bits: UInt16, into out: inout MutableSpan<UInt8>) {
        var header = self
        header.position = 0
        header.put16(id, into: &out)
        header.put16(bits, into: &out)
        header.put16(1, into: &out)
        header.put16(answers, into: &out)
        header.put16(authority, into: &out)
        header.put16(additional, into: &out)
    }
}
