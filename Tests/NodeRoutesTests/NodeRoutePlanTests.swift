import NetworkAddress
import NodeRoutes
import RouteNetlink
import Testing

/// Which way leads to which node.
@Suite struct NodeRoutePlanTests {
    private static let uplink = LinkIndex(rawValue: 2)

    private func links(_ addresses: [String], mtu: Int = 1500) -> HostLinks {
        HostLinks(
            addresses.compactMap { InterfaceAddress($0) }.map {
                HostLinks.Entry(address: $0, link: Self.uplink)
            }, mtus: [Self.uplink: mtu])
    }

    private func node(
        _ name: String, _ ranges: [String], _ addresses: [String]
    ) -> RoutedNode {
        RoutedNode(
            name: name, podCIDRs: ranges.compactMap { IPPrefix($0) },
            addresses: addresses.compactMap { IPAddress($0) })
    }

    private func ways(_ plan: NodeRoutePlan) -> [String] {
        plan.ways.map { way in
            let link = way.link == nil ? "tunnel" : "link"
            return "\(way.destination) via \(way.gateway) \(link)"
        }
    }

    @Test(arguments: [
        (RouteMode.auto, ["10.1.2.0/24 via 10.0.0.2 link", "10.1.3.0/24 via 10.1.3.0 tunnel"]),
        (.direct, ["10.1.2.0/24 via 10.0.0.2 link"]),
        (.vxlan, ["10.1.2.0/24 via 10.1.2.0 tunnel", "10.1.3.0/24 via 10.1.3.0 tunnel"]),
    ])
    func `near nodes are reached directly, far ones by the tunnel, as the mode says`(
        _ mode: RouteMode, _ expected: [String]
    ) {
        let plan = NodeRoutePlan(
            own: node("a", ["10.1.1.0/24"], ["10.0.0.1"]),
            others: [
                node("c", ["10.1.3.0/24"], ["10.9.0.3"]), node("b", ["10.1.2.0/24"], ["10.0.0.2"]),
            ], mode: mode, links: links(["10.0.0.1/24"]))
        #expect(ways(plan) == expected)
        #expect(
            plan.problems
                == (mode == .direct ? ["node c (10.1.3.0/24) is on no link of this node"] : []))
        #expect((plan.tunnel == nil) == (mode == .direct))
    }

    @Test func `a range of version 6 goes by a tunnel of version 4 where nodes have no other`() {
        let plan = NodeRoutePlan(
            own: node("a", ["10.1.1.0/24", "fd00:1::/64"], ["10.0.0.1"]),
            others: [node("b", ["10.1.2.0/24", "fd00:2::/64"], ["10.0.0.2"])],
            mode: .auto, links: links(["10.0.0.1/24"], mtu: 9000))
        #expect(
            ways(plan) == ["10.1.2.0/24 via 10.0.0.2 link", "fd00:2::/64 via fd00:2:: tunnel"])
        #expect(plan.tunnel?.mtu == 8950)
        #expect(plan.peers.map(\.address) == [IPAddress("10.0.0.2")])
    }

    @Test func `nodes that share a range, or have no address, are told of`() {
        let plan = NodeRoutePlan(
            own: node("a", ["10.1.1.0/24"], ["10.0.0.1"]),
            others: [
                node("b", ["10.1.1.0/24"], ["10.0.0.2"]), node("c", ["10.1.3.0/24"], []),
                node("d", [], ["10.0.0.4"]), node("e", ["10.1.5.0/24"], ["fd00::5"]),
            ], mode: .auto, links: links(["10.0.0.1/24"]))
        #expect(plan.ways.isEmpty && plan.tunnel == nil)
        #expect(
            plan.problems == [
                "nodes a and b both have 10.1.1.0/24",
                "node c has no address of the family of 10.0.0.1",
                "node e has no address of the family of 10.0.0.1",
            ])
    }

    @Test func `what only one node can have goes to the first by name, and to the next after it`() {
        let own = node("m", ["10.1.1.0/24"], ["10.0.0.1"])
        var plan = NodeRoutePlan(
            own: own, others: [], mode: .auto, links: links(["10.0.0.1/24"]))
        let (b, c) = (
            node("b", ["10.1.2.0/24"], ["10.0.0.2"]), node("c", ["10.1.2.0/24"], ["10.0.0.3"])
        )
        _ = plan.set(c, named: "c")
        #expect(ways(plan) == ["10.1.2.0/24 via 10.0.0.3 link"] && plan.problems.isEmpty)
        _ = plan.set(b, named: "b")
        #expect(ways(plan) == ["10.1.2.0/24 via 10.0.0.2 link"])
        #expect(plan.problems == ["nodes b and c both have 10.1.2.0/24"])
        _ = plan.set(nil, named: "b")
        #expect(ways(plan) == ["10.1.2.0/24 via 10.0.0.3 link"] && plan.problems.isEmpty)
    }

    @Test func `doubles of ends, of addresses and of this node's own are told`() {
        let own = node("m", ["10.1.0.0/16"], ["10.0.0.1"])
        let mac = MACAddress("02:00:00:00:00:01")
        let far = { (name: String, number: Int) in
            RoutedNode(
                name: name, podCIDRs: ["10.\(number).0.0/24"].compactMap { IPPrefix($0) },
                addresses: ["10.9.0.\(number)"].compactMap { IPAddress($0) }, tunnelMAC: mac)
        }
        let plan = NodeRoutePlan(
            own: own,
            others: [
                node("a", ["10.1.2.0/24"], ["10.0.0.2"]), node("b", ["10.2.0.0/24"], ["10.0.0.1"]),
                node("c", ["10.3.0.0/24"], ["10.0.0.9"]), node("d", ["10.4.0.0/24"], ["10.0.0.9"]),
                far("e", 5), far("f", 6),
            ], mode: .auto, links: links(["10.0.0.1/24"]))
        #expect(
            plan.problems == [
                "node a's 10.1.2.0/24 overlaps this node's 10.1.0.0/16",
                "node b has this node's address 10.0.0.1",
                "nodes c and d both have 10.0.0.9",
                "nodes e and f both have 02:00:00:00:00:01",
            ])
        #expect(
            ways(plan) == [
                "10.3.0.0/24 via 10.0.0.9 link", "10.4.0.0/24 via 10.0.0.9 link",
                "10.5.0.0/24 via 10.5.0.0 tunnel",
            ])
    }

    @Test(arguments: 0..<40)
    func `changes one by one lead where all of them at once do`(_ seed: Int) {
        var random = SmallGenerator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let own = node("n5", ["10.1.5.0/24", "fd00:5::/64"], ["10.0.0.5"])
        let mode = RouteMode.allCases[seed % RouteMode.allCases.count]
        let links = links(["10.0.0.5/24"])
        var plan = NodeRoutePlan(own: own, others: [], mode: mode, links: links)
        var nodes: [String: RoutedNode] = [:]
        for _ in 0..<60 {
            // Few numbers, so that they meet.
            let (name, range, host) = (
                "n\(Int.random(in: 0..<10, using: &random))",
                Int.random(in: 0..<10, using: &random), Int.random(in: 1..<10, using: &random)
            )
            let isNear = Bool.random(using: &random)
            let made = RoutedNode(
                name: name,
                podCIDRs: ["10.1.\(range).0/24", "fd00:\(range)::/64"].compactMap { IPPrefix($0) },
                addresses: ["10.\(isNear ? 0 : 7).0.\(host)"].compactMap { IPAddress($0) },
                tunnelMAC: .locallyAdministered(UInt64(host)))
            let node = Int.random(in: 0..<4, using: &random) == 0 ? nil : made
            let before = plan
            let keys = plan.set(node, named: name)
            if name != own.name { nodes[name] = node }
            let whole = NodeRoutePlan(
                own: own, others: Array(nodes.values), mode: mode, links: links)
            #expect(plan.ways == whole.ways && plan.peers == whole.peers)
            #expect(plan.problems == whole.problems && plan.tunnel == whole.tunnel)
            #expect(plan.isSame(as: whole) && before.isSame(as: whole, besides: keys))
        }
    }

    @Test func `a node's end of the tunnel is known by its name`() {
        #expect(RoutedNode.usualMAC(of: "a") == RoutedNode.usualMAC(of: "a"))
        #expect(RoutedNode.usualMAC(of: "a") != RoutedNode.usualMAC(of: "b"))
        #expect(RoutedNode.usualMAC(of: "a").isLocallyAdministered)
        #expect(!RoutedNode.usualMAC(of: "a").isMulticast)
    }
}

/// Xorshift: the same numbers in every run.
private struct SmallGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
