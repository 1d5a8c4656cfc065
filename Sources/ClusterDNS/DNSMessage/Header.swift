/// The flags of a message's header, each at its place in the second 16 bits (RFC 1035 §4.1.1).
public struct HeaderFlags: OptionSet, Hashable, Sendable {
    /// The bits; those of opcode and response code are never set here.
    public let rawValue: UInt16

    /// Keeps every flag bit, known or not.
    public init(rawValue: UInt16) { self.rawValue = rawValue & 0x87F0 }

    /// QR: this is a response.
    public static let response = HeaderFlags(rawValue: 0x8000)
    /// AA: the server is an authority for the name.
    public static let authoritative = HeaderFlags(rawValue: 0x0400)
    /// TC: the answer did not fit.
    public static let truncated = HeaderFlags(rawValue: 0x0200)
    /// RD: the client wants recursion.
    public static let recursionDesired = HeaderFlags(rawValue: 0x0100)
    /// RA: the server offers recursion.
    public static let recursionAvailable = HeaderFlags(rawValue: 0x0080)
    /// AD (RFC 4035 §3.2.3).
    public static let authenticData = HeaderFlags(rawValue: 0x0020)
    /// CD (RFC 4035 §3.2.2).
    public static let checkingDisabled = HeaderFlags(rawValue: 0x0010)
}

/// The twelve bytes at the start of every message, without its counts.
public struct Header: Hashable, Sendable {
    /// The size on the wire, in bytes.
    public static let size = 12

    /// Matches a response to its query.
    public var id: UInt16
    /// QR, AA, TC, RD, RA, AD, CD.
    public var flags: HeaderFlags
    /// What is asked.
    public var opcode: Opcode
    /// The low four bits of the response code.
    public var responseCode: UInt8

    /// A header of a query, unless its flags say otherwise.
    public init(
        id: UInt16, flags: HeaderFlags = [], opcode: Opcode = .query, responseCode: UInt8 = 0
    ) {
        self.id = id
        self.flags = flags
        self.opcode = opcode
        self.responseCode = responseCode & 15
    }

    /// The second 16 bits: flags, opcode and response code.
    package var bits: UInt16 {
        flags.rawValue | UInt16(opcode.rawValue) << 11 | UInt16(responseCode)
    }

    package init(id: UInt16, bits: UInt16) {
        self.init(
            id: id, flags: HeaderFlags(rawValue: bits),
            opcode: Opcode(rawValue: UInt8(bits >> 11 & 15)), responseCode: UInt8(bits & 15))
    }
}
