import FlowCleanup
import NetworkAddress
import Testing

/// The segment that makes an idle end speak.
@Suite struct ProvokingSegmentTests {
    /// The sum that is 0xffff when a checksum within is right.
    func sum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
        }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return sum
    }

    @Test(arguments: [
        ("10.96.0.1:80", "10.244.0.7:50000", 20), ("[fd00::1]:443", "[fd00:1::7]:50000", 40),
    ])
    func `its checksum is right over the pseudo-header`(
        from: String, to: String, header: Int
    ) throws {
        let source = try #require(SocketEndpoint(from))
        let destination = try #require(SocketEndpoint(to))
        let packet = ProvokingSegment(from: source, to: destination).packet
        #expect(packet.count == header + 20)
        let segment = Array(packet[header...])
        let pseudo = source.address.bytes + destination.address.bytes + [0, 6, 0, 20]
        #expect(sum(pseudo + segment) == 0xffff)
        #expect(segment[13] == 0x12)
    }

    @Test func `ends of two families make no packet`() throws {
        let one = try #require(SocketEndpoint("10.96.0.1:80"))
        let other = try #require(SocketEndpoint("[fd00::1]:80"))
        #expect(ProvokingSegment(from: one, to: other).packet.isEmpty)
    }
}
