/// Where a service is (RFC 2782).
public struct SRVRecord: Hashable, Sendable {
    /// Lower is tried first.
    public var priority: UInt16
    /// The share among records of the same priority.
    public var weight: UInt16
    /// The port of the service.
    public var port: UInt16
    /// The host of the service.
    public var target: DNSName

    /// A record of all four fields.
    public init(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        priority = try reader.uint16()
        weight = try reader.uint16()
        port = try reader.uint16()
        // Compression is not allowed here (RFC 2782), but seen, and harmless to read.
        target = try reader.name()
    }

    func encode(to writer: inout MessageWriter) {
        writer.uint16(priority)
        writer.uint16(weight)
        writer.uint16(port)
        writer.name(target, compressed: false)
    }
}

extension SRVRecord: CustomStringConvertible {
    public var description: String { "\(priority) \(weight) \(port) \(target)" }
}
