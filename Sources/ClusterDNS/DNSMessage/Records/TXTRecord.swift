/// Descriptive text, in strings of up to 255 bytes (RFC 1035 §3.3.14).
public struct TXTRecord: Hashable, Sendable {
    /// The strings in their order.
    public var strings: [[UInt8]]

    /// A record of these strings.
    public init(_ strings: [[UInt8]]) { self.strings = strings }

    /// A record of one string.
    public init(_ text: String) { strings = [Array(text.utf8)] }

    init(size: Int, from reader: inout MessageReader) throws(DNSMessageError) {
        let end = reader.offset + size
        strings = []
        while reader.offset < end { strings.append(try reader.characterString()) }
    }

    func encode(to writer: inout MessageWriter) {
        for string in strings { writer.characterString(string) }
    }
}

extension TXTRecord: CustomStringConvertible {
    public var description: String { strings.map(quoted).joined(separator: " ") }
}
