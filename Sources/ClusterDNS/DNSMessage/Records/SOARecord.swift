/// The start of a zone of authority (RFC 1035 §3.3.13).
public struct SOARecord: Hashable, Sendable {
    /// The zone's first name server.
    public var primary: DNSName
    /// The mailbox of who is responsible, as a name.
    public var mailbox: DNSName
    /// The zone's version.
    public var serial: UInt32
    /// When a secondary looks again, in seconds.
    public var refresh: UInt32
    /// When it tries again, in seconds.
    public var retry: UInt32
    /// When it gives up, in seconds.
    public var expire: UInt32
    /// How long "there is none" may be kept, in seconds (RFC 2308 §4).
    public var minimum: UInt32

    /// A record of all seven fields.
    public init(
        primary: DNSName, mailbox: DNSName, serial: UInt32, refresh: UInt32 = 7200,
        retry: UInt32 = 1800, expire: UInt32 = 86400, minimum: UInt32
    ) {
        self.primary = primary
        self.mailbox = mailbox
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum
    }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        primary = try reader.name()
        mailbox = try reader.name()
        serial = try reader.uint32()
        refresh = try reader.uint32()
        retry = try reader.uint32()
        expire = try reader.uint32()
        minimum = try reader.uint32()
    }

    func encode(to writer: inout MessageWriter) {
        writer.name(primary)
        writer.name(mailbox)
        for value in [serial, refresh, retry, expire, minimum] { writer.uint32(value) }
    }
}

extension SOARecord: CustomStringConvertible {
    public var description: String {
        "\(primary) \(mailbox) \(serial) \(refresh) \(retry) \(expire) \(minimum)"
    }
}
