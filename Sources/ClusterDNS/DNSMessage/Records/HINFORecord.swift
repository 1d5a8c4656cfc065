/// A host's processor and system (RFC 1035 §3.3.2); today the short answer to ANY (RFC 8482 §4.2).
public struct HINFORecord: Hashable, Sendable {
    /// The processor, or `RFC8482`.
    public var processor: [UInt8]
    /// The operating system.
    public var system: [UInt8]

    /// A record of both strings.
    public init(processor: String, system: String) {
        self.processor = Array(processor.utf8)
        self.system = Array(system.utf8)
    }

    init(from reader: inout MessageReader) throws(DNSMessageError) {
        processor = try reader.characterString()
        system = try reader.characterString()
    }

    func encode(to writer: inout MessageWriter) {
        writer.characterString(processor)
        writer.characterString(system)
    }
}

extension HINFORecord: CustomStringConvertible {
    public var description: String { "\(quoted(processor)) \(quoted(system))" }
}
