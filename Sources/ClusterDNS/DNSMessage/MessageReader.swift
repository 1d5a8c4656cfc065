/// A cursor over a whole message that never reads beyond it: every read may throw.
public struct MessageReader {
    /// The message.
    let bytes: [UInt8]
    /// The next byte to read.
    public private(set) var offset: Int

    /// A reader at `offset` of a message.
    public init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Whether everything was read.
    public var isAtEnd: Bool { offset >= bytes.count }

    mutating func uint8() throws(DNSMessageError) -> UInt8 {
        guard offset < bytes.count else { throw ended }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func uint16() throws(DNSMessageError) -> UInt16 {
        UInt16(try uint8()) << 8 | UInt16(try uint8())
    }

    mutating func uint32() throws(DNSMessageError) -> UInt32 {
        UInt32(try uint16()) << 16 | UInt32(try uint16())
    }

    mutating func bytes(_ count: Int) throws(DNSMessageError) -> [UInt8] {
        guard count >= 0, bytes.count - offset >= count else { throw ended }
        defer { offset += count }
        return Array(bytes[offset..<(offset + count)])
    }

    /// A character string: a length and as many bytes (RFC 1035 §3.3).
    mutating func characterString() throws(DNSMessageError) -> [UInt8] {
        try bytes(Int(try uint8()))
    }

    /// A name, following compression pointers.
    ///
    /// A pointer has to go back to before the labels it ends (RFC 1035 §4.1.4: "a prior
    /// occurrence"), so each is lower than the last and no loop is possible.
    mutating func name() throws(DNSMessageError) -> DNSName {
        var wire: [UInt8] = []
        var at = offset
        var lowest = offset
        var end: Int?
        while true {
            guard at < bytes.count else { throw ended }
            let length = Int(bytes[at])
            if length == 0 { break }
            if length >= 0xC0 {
                guard at + 1 < bytes.count else { throw ended }
                let target = (length & 0x3F) << 8 | Int(bytes[at + 1])
                guard target < lowest, target >= Header.size else {
                    throw DNSMessageError("compression pointer to no earlier name", at: at)
                }
                end = end ?? at + 2
                at = target
                lowest = target
                continue
            }
            guard length <= DNSName.maximumLabelSize else {
                throw DNSMessageError("unknown kind of label", at: at)
            }
            guard at + length < bytes.count else { throw ended }
            wire += bytes[at...(at + length)]
            at += length + 1
            guard wire.count < DNSName.maximumSize else {
                throw DNSMessageError("name longer than 255 bytes", at: offset)
            }
        }
        offset = end ?? at + 1
        wire.append(0)
        return DNSName(uncheckedWire: wire)
    }

    var ended: DNSMessageError { DNSMessageError("message ends early", at: bytes.count) }
}
