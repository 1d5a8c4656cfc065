/// What a query asks: a name, a type, a class (RFC 1035 §4.1.2).
public struct Question: Hashable, Sendable {
    /// The name asked for.
    public var name: DNSName
    /// The type asked for.
    public var type: RecordType
    /// The class, nearly always `IN`.
    public var recordClass: RecordClass

    /// A question, in class `IN` unless said otherwise.
    public init(_ name: DNSName, _ type: RecordType, recordClass: RecordClass = .internet) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        name = try reader.name()
        type = RecordType(rawValue: try reader.uint16())
        recordClass = RecordClass(rawValue: try reader.uint16())
    }

    func encode(to writer: inout MessageWriter) {
        writer.name(name)
        writer.uint16(type.rawValue)
        writer.uint16(recordClass.rawValue)
    }
}
