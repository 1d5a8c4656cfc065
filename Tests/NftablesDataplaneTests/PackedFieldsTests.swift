import NetworkAddress
import Nftables
import NftablesDataplane
import Testing

@Suite struct PackedFieldsTests {
    @Test func `fields stand in network order, each in its own registers`() throws {
        var fields = PackedFields()
        fields.append(try #require(IPAddress("10.96.0.1")))
        fields.append(.udp)
        fields.append(Port(rawValue: 53))
        fields.append(native: 3)
        #expect(
            fields.bytes == [10, 96, 0, 1, 17, 0, 0, 0, 0, 53, 0, 0, 3, 0, 0, 0])
        #expect(fields.fieldBytes.array == fields.bytes)
        #expect(PackedFields(fields.bytes) == fields)
        #expect(fields.transport(at: 1) == .udp)
        #expect(fields.port(at: 2) == 53)
        #expect(fields.native(at: 3) == 3)
    }

    @Test func `two IPv6 addresses just fit, and more does not`() throws {
        let address = try #require(IPAddress("fd00:96::1:2"))
        var fields = PackedFields(address)
        fields.append(address)
        #expect(fields.count == 32)
        #expect(fields.address(at: 4, .ipv6) == address)
        #expect(PackedFields(fields.bytes) == fields)
        #expect(PackedFields(fields.bytes + [0]) == nil)
    }
}
