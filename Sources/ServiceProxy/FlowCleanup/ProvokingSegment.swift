import NetworkAddress

/// A TCP segment that the other end of a connection seems to send, and that no connection expects:
/// SYN and ACK in the midst of it.
///
/// A host answers it with an acknowledgement of what it really has (RFC 5961, section 4), and that
/// answer is what can be reset. Connection tracking takes such a segment for invalid and enters no
/// flow for it, so that it stands in nobody's way.
package struct ProvokingSegment {
    package var source: SocketEndpoint
    package var destination: SocketEndpoint

    package init(from source: SocketEndpoint, to destination: SocketEndpoint) {
        self.source = source
        self.destination = destination
    }

    /// The packet with its IP header; empty when the ends are of two families.
    package var packet: [UInt8] {
        guard source.address.family == destination.address.family else { return [] }
        var segment = source.port.rawValue.octets + destination.port.rawValue.octets
        // Number and acknowledgement: any. 0x50: a header of five words. 0x12: SYN, ACK.
        segment += [0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x12, 0x04, 0, 0, 0, 0, 0]
        let pseudo =
            source.address.bytes + destination.address.bytes
            + [0, UInt8(TransportProtocol.tcp.number)] + UInt16(segment.count).octets
        segment.replaceSubrange(16..<18, with: Self.checksum(pseudo + segment).octets)
        return header(UInt16(segment.count)) + segment
    }

    /// The kernel fills in an IPv4 header's checksum.
    private func header(_ length: UInt16) -> [UInt8] {
        let ends = source.address.bytes + destination.address.bytes
        return switch source.address {
        case .v4: [0x45, 0] + (20 + length).octets + [0, 0, 0, 0, 64, 6, 0, 0] + ends
        case .v6: [0x60, 0, 0, 0] + length.octets + [6, 64] + ends
        }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
        }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}

extension UInt16 {
    fileprivate var octets: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xff)] }
}
