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

    @Test func `a node's end of the tunnel is known by its name`() {
        #expect(RoutedNode.usualMAC(of: "a") == RoutedNode.usualMAC(of: "a"))
        #expect(RoutedNode.usualMAC(of: "a") != RoutedNode.usualMAC(of: "b"))
        #expect(RoutedNode.usualMAC(of: "a").isLocallyAdministered)
        #expect(!RoutedNode.usualMAC(of: "a").isMulticast)
    }
}
