/// Where mail for a name goes (RFC 1035 §3.3.9).
public struct MXRecord: Hashable, Sendable {
    /// Lower is tried first.
    public var preference: UInt16
    /// The host that takes the mail.
    public var exchange: DNSName

    /// A record of both fields.
    public init(preference: UInt16, exchange: DNSName) {
        self.preference = preference
        self.exchange = exchange
    }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        preference = try reader.uint16()
        exchange = try reader.name()
    }

    func encode(to writer: inout MessageWriter) {
        writer.uint16(preference)
        writer.name(exchange)
    }
}

extension MXRecord: CustomStringConvertible {
    public var description: String { "\(preference) \(exchange)" }
}
