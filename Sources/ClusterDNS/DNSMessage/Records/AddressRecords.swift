import NetworkAddress

// A: four bytes (RFC 1035 §3.4.1). AAAA: sixteen (RFC 3596 §2.2).

extension IPv4Address {
    init(from reader: inout MessageReader) throws(DNSMessageError) {
        self.init(rawValue: try reader.uint32())
    }

    func encode(to writer: inout MessageWriter) { writer.uint32(rawValue) }
}

extension IPv6Address {
    init(from reader: inout MessageReader) throws(DNSMessageError) {
        let high = UInt64(try reader.uint32()) << 32 | UInt64(try reader.uint32())
        let low = UInt64(try reader.uint32()) << 32 | UInt64(try reader.uint32())
        self.init(high: high, low: low)
    }

    func encode(to writer: inout MessageWriter) {
        for half in [high, low] {
            writer.uint32(UInt32(half >> 32))
            writer.uint32(UInt32(truncatingIfNeeded: half))
        }
    }
}
