import CNIProtocol
import JSON
import PodNetwork
import RouteNetlink
import Testing

@Suite struct PortVLANsTests {
    func decode(_ text: String) throws -> PortVLANs? {
        try PortVLANs(ConfigurationField(try JSONDocument(parsing: Array(text.utf8)).root))
    }

    @Test(arguments: ["{}", #"{"vlan":0,"vlanTrunk":[]}"#, #"{"preserveDefaultVlan":false}"#])
    func `a configuration without tags has none`(text: String) throws {
        #expect(try decode(text) == nil)
    }

    @Test func `a tag is what frames without one belong to`() throws {
        let vlans = try #require(try decode(#"{"vlan":100}"#))
        #expect(vlans.added == [BridgeVLAN(id: 100, flags: [.pvid, .untagged])])
        #expect(vlans.removed.isEmpty)
    }

    @Test func `a trunk is each tag once, in order`() throws {
        let vlans = try #require(
            try decode(
                #"{"vlan":11,"vlanTrunk":[{"minID":10,"maxID":12},{"id":4094},{"id":12}]}"#))
        #expect(vlans.trunk == [10, 11, 12, 4094])
        #expect(vlans.added.map(\.id) == [11, 10, 12, 4094])
        #expect(vlans.added.dropFirst().allSatisfy { $0.flags.isEmpty })
    }

    @Test func `the default tag goes only where another takes its place`() throws {
        let gone = try #require(try decode(#"{"vlan":100,"preserveDefaultVlan":false}"#))
        #expect(gone.removed.map(\.id) == [1])
        let own = try #require(try decode(#"{"vlan":1,"preserveDefaultVlan":false}"#))
        #expect(own.removed.isEmpty)
    }

    @Test func `the whole range of tags fits into one message`() throws {
        let vlans = try #require(try decode(#"{"vlanTrunk":[{"minID":1,"maxID":4094}]}"#))
        #expect(vlans.added.count == 4094)
        // An attribute's length is 16 bits; each tag takes 8 bytes in it.
        #expect(vlans.added.count * 8 < 65_536)
    }
}
