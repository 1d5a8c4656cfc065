import AddressManagement
import CNIProtocol
import NetworkAddress
import Testing

/// No two networks that the node routes for give out the same address.
@Suite struct OverlapTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    func take(_ ipam: String, network: String, _ id: String, isRouted: Bool = true) throws {
        _ = try scratch.allocator(ipam, network: network).reserve(
            for: attachment(id), use: AddressUse(isRouted: isRouted))
    }

    @Test(arguments: [
        (#""subnet":"10.1.0.0/24""#, #""subnet":"10.1.0.0/24""#, true),
        (#""subnet":"10.1.0.0/16""#, #""subnet":"10.1.7.0/24""#, true),
        (#""subnet":"10.1.0.0/24""#, #""subnet":"10.1.1.0/24""#, false),
        (
            #""ranges":[[{"subnet":"10.1.0.0/24"}],[{"subnet":"fd00::/64"}]]"#,
            #""ranges":[[{"subnet":"10.2.0.0/24"}],[{"subnet":"fd00::/120"}]]"#, true
        ),
        (
            #""subnet":"10.1.0.0/24","rangeEnd":"10.1.0.99""#,
            #""subnet":"10.1.0.0/24","rangeStart":"10.1.0.100""#, false
        ),
    ])
    func `pools of two networks`(first: String, second: String, overlap: Bool) throws {
        try take(first, network: "one", "a")
        let error = failure { try take(second, network: "two", "b") }
        #expect(error?.code == (overlap ? .invalidConfiguration : nil))
        if overlap {
            #expect(error?.message.contains("of network one") == true)
            #expect(try scratch.held(network: "two").isEmpty)
        }
        // Who is not routed for is alone on its link.
        try take(second, network: "three", "c", isRouted: false)
        // A network without pods is in nobody's way.
        try scratch.records(network: "one").release(attachment("a"))
        try take(second, network: "two", "d")
        #expect((failure { try take(first, network: "one", "a") } != nil) == overlap)
    }

    @Test func `a network is no overlap with itself, as its pools are or as they grow`() throws {
        try take(#""subnet":"10.1.0.0/24""#, network: "one", "a")
        try take(#""subnet":"10.1.0.0/24""#, network: "one", "b")
        try take(#""subnet":"10.1.0.0/16""#, network: "one", "c")
        #expect(failure { try take(#""subnet":"10.1.9.0/24""#, network: "two", "d") } != nil)
    }

    @Test(arguments: [
        ("10.244.1.0/24", "10.244.1.9/24", false, true),
        ("10.244.1.0/24", "10.244.1.128/25", true, true),
        ("10.244.1.0/24", "10.244.0.0/16", true, false),
        ("10.244.1.0/24", "10.9.0.1/24", false, false),
        // Tunnels between nodes have the pool's own first address.
        ("10.244.1.0/24", "10.244.1.0/32", false, false),
        ("10.244.1.0/24", "10.244.1.9/32", false, true),
        // A route to one address takes that address, no network.
        ("10.244.1.0/24", "10.244.1.9/32", true, false),
        ("fd00:1::/64", "fd00:1::/80", true, true),
        ("fd00:1::/64", "fd00:1::5/128", true, false),
    ])
    func `a pool and what the node has`(
        pool: String, place: String, isRoute: Bool, overlap: Bool
    ) throws {
        let address = try #require(InterfaceAddress(place))
        let network =
            isRoute
            ? NodeNetwork(route: address.prefix, link: "eth1")
            : NodeNetwork(address: address, link: "eth1")
        let hit = NodeNetwork.overlap(of: try #require(IPPrefix(pool)), among: [network])
        #expect((hit != nil) == overlap)
        #expect(hit == nil || hit?.description.hasSuffix("eth1") == true)
    }
}
