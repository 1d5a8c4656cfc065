/// What to do with a datagram or a message from a stream, as far as its form says.
public enum ScanVerdict: Sendable {
    /// A query to answer.
    case query
    /// No answer at all: it is a response itself, or too short to have an id.
    case drop
    /// Answered with FORMERR.
    case formatError
    /// Answered with NOTIMP.
    case notImplemented
}

/// A query seen in one pass over its bytes, without decoding or allocating: where its labels are,
/// what it asks, what its OPT record says. One value is used again for query after query.
public struct QueryScan: Sendable {
    /// Matches the response.
    public package(set) var id: UInt16 = 0
    /// Flags, opcode and response code as they came.
    public package(set) var bits: UInt16 = 0
    /// Size of the name on the wire, root included, in bytes.
    public package(set) var nameLength = 0
    /// The number of labels, without the root.
    public package(set) var labelCount = 0
    /// Where each label begins, in bytes from the start of the name.
    package var labels = InlineArray<128, UInt8>(repeating: 0)
    /// The type asked for.
    public package(set) var type: UInt16 = 0
    /// The class asked for.
    public package(set) var recordClass: UInt16 = 0
    /// Where the question ends, in bytes from the start of the message.
    public package(set) var questionEnd = 0

    /// Whether there is an OPT record; what follows is of it.
    public package(set) var hasEDNS = false
    /// The most bytes the client takes over UDP.
    public package(set) var payloadSize: UInt16 = 512
    /// The version, of which only 0 is known.
    public package(set) var version: UInt8 = 0
    /// DO.
    public package(set) var dnssecOK = false
    /// Where the cookie's bytes begin; 0 without one.
    public package(set) var cookieOffset = 0
    /// How many bytes the cookie has.
    public package(set) var cookieLength = 0
    /// Whether the cookie has a length that none may have (RFC 7873 §5.2.2).
    public package(set) var hasMalformedCookie = false
    /// Whether the client asks how long its connection may be idle.
    public package(set) var asksKeepalive = false

    /// A scan of nothing yet.
    public init() {}

    /// Where the name begins in every query.
    public static let nameStart = Header.size

    /// The start of a label counted from the root: 0 is the top-level domain.
    @inline(__always)
    package func labelStart(fromRoot index: Int) -> Int { Int(labels[labelCount - 1 - index]) }
}

extension QueryScan {
    /// Looks at a message; what is asked stands in `self` when the verdict is `.query`, and id and
    /// bits whenever it is not `.drop`.
    public mutating func scan(_ message: Span<UInt8>) -> ScanVerdict {
        guard message.count >= Header.size else { return .drop }
        id = message.uint16(at: 0)
        bits = message.uint16(at: 2)
        guard bits & HeaderFlags.response.rawValue == 0 else { return .drop }
        guard bits >> 11 & 15 == 0 else { return .notImplemented }
        guard message.uint16(at: 4) == 1, scanName(message) else { return .formatError }
        let end = Self.nameStart + nameLength
        guard end + 4 <= message.count else { return .formatError }
        type = message.uint16(at: end)
        recordClass = message.uint16(at: end + 2)
        questionEnd = end + 4
        hasEDNS = false
        payloadSize = 512
        version = 0
        dnssecOK = false
        cookieOffset = 0
        cookieLength = 0
        hasMalformedCookie = false
        asksKeepalive = false
        return scanRecords(message) ? .query : .formatError
    }

    private mutating func scanName(_ message: Span<UInt8>) -> Bool {
        var at = Self.nameStart
        var count = 0
        while true {
            guard at < message.count else { return false }
            let length = Int(message[at])
            // A question is the first name of a message: there is nothing to point to.
            guard length <= DNSName.maximumLabelSize else { return false }
            if length == 0 { break }
            guard at - Self.nameStart + length + 2 <= DNSName.maximumSize else { return false }
            labels[count] = UInt8(at - Self.nameStart)
            count += 1
            at += length + 1
        }
        labelCount = count
        nameLength = at + 1 - Self.nameStart
        return true
    }

    private mutating func scanRecords(_ message: Span<UInt8>) -> Bool {
        let before = Int(message.uint16(at: 6)) + Int(message.uint16(at: 8))
        var left = before + Int(message.uint16(at: 10))
        var at = questionEnd
        var seen = 0
        while left > 0 {
            guard let owner = message.skipName(at: at), owner + 10 <= message.count else {
                return false
            }
            let type = message.uint16(at: owner)
            let size = Int(message.uint16(at: owner + 8))
            let end = owner + 10 + size
            guard end <= message.count else { return false }
            switch type {
            case RecordType.optNumber:
                guard !hasEDNS, seen >= before, owner == at + 1 else { return false }
                guard scanOPT(message, at: owner, end: end) else { return false }
            case RecordType.aNumber where size != 4: return false
            case RecordType.aaaaNumber where size != 16: return false
            default: break
            }
            at = end
            seen += 1
            left -= 1
        }
        return true
    }

    private mutating func scanOPT(_ message: Span<UInt8>, at start: Int, end: Int) -> Bool {
        hasEDNS = true
        payloadSize = message.uint16(at: start + 2)
        version = message[start + 5]
        dnssecOK = message[start + 6] & 0x80 != 0
        var at = start + 10
        while at < end {
            guard at + 4 <= end else { return false }
            let code = message.uint16(at: at)
            let size = Int(message.uint16(at: at + 2))
            at += 4
            guard at + size <= end else { return false }
            if code == EDNSOption.cookie {
                // RFC 7873 §4: eight bytes alone, or with 8 to 32 of the server.
                if size == 8 || (16...40).contains(size) {
                    cookieOffset = at
                    cookieLength = size
                } else {
                    hasMalformedCookie = true
                }
            } else if code == EDNSOption.keepalive {
                asksKeepalive = true
            }
            at += size
        }
        return true
    }
}

extension Span<UInt8> {
    /// Two bytes in network order; the caller has checked the bounds.
    @inline(__always)
    package func uint16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The offset behind a name, or nil when there is none: see `MessageReader.name()`.
    package func skipName(at start: Int) -> Int? {
        var at = start
        var lowest = start
        var end: Int?
        var size = 1
        while true {
            guard at < count else { return nil }
            let length = Int(self[at])
            if length == 0 { return end ?? at + 1 }
            if length >= 0xC0 {
                guard at + 1 < count else { return nil }
                let target = (length & 0x3F) << 8 | Int(self[at + 1])
                guard target < lowest, target >= Header.size else { return nil }
                end = end ?? at + 2
                at = target
                lowest = target
                continue
            }
            size += length + 1
            guard length <= DNSName.maximumLabelSize, size <= DNSName.maximumSize else {
                return nil
            }
            at += length + 1
        }
    }
}

extension QueryScan {
    /// The name asked for, as it was written; it is copied.
    public func name(in message: Span<UInt8>) -> DNSName? {
        guard nameLength > 0, Self.nameStart + nameLength <= message.count else { return nil }
        var wire: [UInt8] = []
        wire.reserveCapacity(nameLength)
        for at in 0..<nameLength { wire.append(message[Self.nameStart + at]) }
        return DNSName(uncheckedWire: wire)
    }

    /// The question, copied.
    public func question(in message: Span<UInt8>) -> Question? {
        name(in: message).map {
            Question(
                $0, RecordType(rawValue: type), recordClass: RecordClass(rawValue: recordClass))
        }
    }
}
