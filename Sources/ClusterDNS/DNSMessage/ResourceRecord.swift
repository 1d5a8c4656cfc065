/// A record of an answer: its owner, class, time to live and data (RFC 1035 §4.1.3).
public struct ResourceRecord: Hashable, Sendable {
    /// The name the record belongs to.
    public var name: DNSName
    /// The class, nearly always `IN`.
    public var recordClass: RecordClass
    /// How long the record may be kept, in seconds.
    public var ttl: UInt32
    /// The record's type and data.
    public var data: RecordData

    /// A record, in class `IN` unless said otherwise.
    public init(
        _ name: DNSName, ttl: UInt32, _ data: RecordData, recordClass: RecordClass = .internet
    ) {
        self.name = name
        self.ttl = ttl
        self.data = data
        self.recordClass = recordClass
    }

    /// The record's type.
    public var type: RecordType { data.type }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        name = try reader.name()
        let type = RecordType(rawValue: try reader.uint16())
        recordClass = RecordClass(rawValue: try reader.uint16())
        ttl = try reader.uint32()
        let size = Int(try reader.uint16())
        let start = reader.offset
        data = try RecordData(type: type, size: size, from: &reader)
        guard reader.offset == start + size else {
            throw DNSMessageError("data of \(type) is not \(size) bytes long", at: start)
        }
    }

    func encode(to writer: inout MessageWriter) {
        writer.name(name)
        writer.uint16(type.rawValue)
        writer.uint16(recordClass.rawValue)
        writer.uint32(ttl)
        writer.counted { data.encode(to: &$0) }
    }
}

extension ResourceRecord: CustomStringConvertible {
    /// `web.prod.svc.cluster.local. 30 IN A 10.96.10.1`.
    public var description: String { "\(name) \(ttl) \(recordClass) \(type) \(data)" }
}
