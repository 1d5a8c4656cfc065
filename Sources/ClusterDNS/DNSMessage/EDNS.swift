/// An option of the OPT record: a number, and bytes whose meaning it says.
public struct EDNSOption: Hashable, Sendable {
    /// IANA's number.
    public var code: UInt16
    /// The contents.
    public var data: [UInt8]

    /// An option of a number.
    public init(code: UInt16, data: [UInt8]) {
        self.code = code
        self.data = data
    }

    /// The cookies of RFC 7873.
    public static let cookie: UInt16 = 10
    /// How long a TCP connection may be idle (RFC 7828).
    public static let keepalive: UInt16 = 11
}

/// The extension mechanism, carried as an OPT record (RFC 6891 §6.1).
public struct EDNS: Hashable, Sendable {
    /// The most bytes the sender takes over UDP.
    public var payloadSize: UInt16
    /// The upper eight bits of the response code.
    public var extendedResponseCode: UInt8
    /// 0 is the only version there is.
    public var version: UInt8
    /// The sixteen flag bits; DO is the uppermost.
    public var flags: UInt16
    /// The options in their order.
    public var options: [EDNSOption]

    /// An OPT record without options.
    public init(
        payloadSize: UInt16 = 1232, version: UInt8 = 0, dnssecOK: Bool = false,
        options: [EDNSOption] = []
    ) {
        self.payloadSize = payloadSize
        self.version = version
        self.options = options
        extendedResponseCode = 0
        flags = dnssecOK ? 0x8000 : 0
    }

    /// DO: signatures are welcome (RFC 3225).
    public var dnssecOK: Bool { flags & 0x8000 != 0 }

    // The record's class is the payload size, its TTL the rest of the fixed part.
    init(from reader: inout MessageReader) throws(DNSMessageError) {
        payloadSize = try reader.uint16()
        extendedResponseCode = try reader.uint8()
        version = try reader.uint8()
        flags = try reader.uint16()
        options = []
        let size = Int(try reader.uint16())
        let end = reader.offset + size
        while reader.offset < end {
            let code = try reader.uint16()
            options.append(EDNSOption(code: code, data: try reader.bytes(Int(try reader.uint16()))))
        }
        guard reader.offset == end else {
            throw DNSMessageError("EDNS options are not \(size) bytes long", at: end)
        }
    }

    func encode(to writer: inout MessageWriter) {
        writer.name(.root)
        writer.uint16(RecordType.optNumber)
        writer.uint16(payloadSize)
        writer.uint8(extendedResponseCode)
        writer.uint8(version)
        writer.uint16(flags)
        writer.counted { writer in
            for option in options {
                writer.uint16(option.code)
                writer.counted { $0.append(option.data) }
            }
        }
    }
}
