import ClusterZone
import DNSMessage
import NetworkAddress

extension Responder {
    private static let optFixedSize = 11
    private static let cookieOptionSize = 4 + 8 + CookieSecret.size
    private static let keepaliveOptionSize = 6

    // RFC 7828 §3.2: only over TCP. An answer to another version bears no options at all.
    private func sendsKeepalive(_ transport: Transport) -> Bool {
        query.asksKeepalive && transport == .stream && query.version == 0
    }

    private var sendsCookie: Bool { query.cookieLength > 0 && query.version == 0 }

    /// The size of the OPT record of the reply, in bytes.
    @inline(__always)
    func optSize(_ transport: Transport) -> Int {
        guard query.hasEDNS else { return 0 }
        return Self.optFixedSize + (sendsCookie ? Self.cookieOptionSize : 0)
            + (sendsKeepalive(transport) ? Self.keepaliveOptionSize : 0)
    }

    /// Writes the OPT record of the reply: only the options we understand, with our contents.
    func putOPT(
        _ writer: inout ReplyWriter, code: UInt16, _ message: Span<UInt8>, _ peer: SocketEndpoint,
        _ transport: Transport, into out: inout MutableSpan<UInt8>
    ) {
        writer.put8(0, into: &out)
        writer.put16(RecordType.optNumber, into: &out)
        writer.put16(UInt16(policy.datagramSize), into: &out)
        writer.put8(UInt8(code >> 4), into: &out)
        writer.put8(0, into: &out)
        writer.put16(query.dnssecOK && query.version == 0 ? 0x8000 : 0, into: &out)
        writer.put16(UInt16(optSize(transport) - Self.optFixedSize), into: &out)
        if sendsCookie { putCookie(&writer, message, peer, into: &out) }
        if sendsKeepalive(transport) {
            writer.put16(EDNSOption.keepalive, into: &out)
            writer.put16(2, into: &out)
            writer.put16(policy.keepaliveTenths, into: &out)
        }
        writer.countAdditional()
    }

    // RFC 9018 §4: version 1, three reserved bytes, the time, the hash.
    private func putCookie(
        _ writer: inout ReplyWriter, _ message: Span<UInt8>, _ peer: SocketEndpoint,
        into out: inout MutableSpan<UInt8>
    ) {
        writer.put16(EDNSOption.cookie, into: &out)
        writer.put16(UInt16(8 + CookieSecret.size), into: &out)
        var client: UInt64 = 0
        for at in 0..<8 {
            let byte = message[query.cookieOffset + at]
            client |= UInt64(byte) << (8 * UInt64(at))
            writer.put8(byte, into: &out)
        }
        writer.put32(0x0100_0000, into: &out)
        writer.put32(seconds, into: &out)
        let hash = policy.secret.hash(client: client, seconds: seconds, address: peer.address)
        for at in 0..<8 {
            writer.put8(UInt8(truncatingIfNeeded: hash >> (8 * UInt64(at))), into: &out)
        }
    }

    /// The OPT record alone, for a reply that is made elsewhere; none without one in the question.
    func optRecord(
        _ message: Span<UInt8>, _ peer: SocketEndpoint, _ transport: Transport
    ) -> [UInt8] {
        guard query.hasEDNS else { return [] }
        var bytes = [UInt8](repeating: 0, count: Header.size + optSize(transport))
        var out = bytes.mutableSpan
        var writer = ReplyWriter(message, questionEnd: 0, limit: out.count, into: &out)
        putOPT(&writer, code: 0, message, peer, transport, into: &out)
        return Array(bytes.dropFirst(Header.size))
    }
}
