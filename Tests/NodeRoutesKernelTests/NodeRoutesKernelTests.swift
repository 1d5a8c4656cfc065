import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink
import Testing

/// Routes between hosts that are network namespaces.
@Suite(.timeLimit(.minutes(5))) struct NodeRoutesKernelTests {
    private static let pairs = [(1, 2), (2, 1), (1, 3), (3, 1), (3, 2)]

    @Test(arguments: [RouteMode.auto, .vxlan])
    func `pods reach pods of all nodes in both families, and nothing is written twice`(
        _ mode: RouteMode
    ) throws {
        let fixture = try HostFixture()
        #expect(try fixture.route(mode) > 0)
        for (from, to) in Self.pairs {
            for family in AddressFamily.allCases {
                #expect(try fixture.reaches(from, to, family), "\(from) to \(to) \(family)")
            }
        }
        #expect(try fixture.route(mode) == 0)
        let direct = "10.244.2.0/24 via \(mode == .auto ? "10.0.0.2" : "10.244.2.0")"
        #expect(try fixture.routes(of: 1).contains(direct))
        #expect(try fixture.routes(of: 1).count == 4)
    }

    @Test(arguments: [RouteMode.auto, .vxlan])
    func `nodes with addresses of version 6 alone carry both families`(_ mode: RouteMode) throws {
        var fixture = try HostFixture()
        for index in fixture.hosts.indices {
            fixture.hosts[index].node.addresses.removeAll { $0.family == .ipv4 }
        }
        try fixture.route(mode)
        for (from, to) in Self.pairs {
            for family in AddressFamily.allCases {
                #expect(try fixture.reaches(from, to, family), "\(from) to \(to) \(family)")
            }
        }
        let tunnel = try fixture.hosts[0].socket.link(named: "martlet.vxlan")
        #expect(tunnel?.mtu == 1430)
        #expect(try fixture.route(mode) == 0)
    }

    @Test func `a mode that changes leaves nothing of the one before`() throws {
        let fixture = try HostFixture()
        try fixture.route(.vxlan)
        try fixture.route(.auto)
        #expect(try fixture.reaches(1, 2, .ipv4) && fixture.reaches(1, 3, .ipv6))
        let tunnel = try #require(try fixture.hosts[0].socket.link(named: "martlet.vxlan"))
        let ends = try fixture.hosts[0].socket.forwardingEntries(of: tunnel.index)
        #expect(ends.map(\.destination) == [IPAddress("10.1.0.3")])
        try fixture.route(.vxlan)
        #expect(try fixture.reaches(2, 1, .ipv6) && fixture.reaches(3, 1, .ipv4))
    }

    @Test func `a node that is gone leaves nothing, and others' routes stay`() throws {
        let fixture = try HostFixture()
        let host = fixture.hosts[0]
        let uplink = try #require(try host.socket.link(named: "eth0")).index
        let foreign = Route(
            to: IPPrefix("10.99.0.0/16"), via: IPAddress("10.0.0.254"), link: uplink)
        try host.socket.add(foreign)
        try fixture.route(.auto)
        try fixture.route(.auto, without: ["node3"])
        #expect(
            try fixture.routes(of: 1)
                == ["10.244.2.0/24 via 10.0.0.2", "fd00:244:2::/64 via fd00:1::2"])
        #expect(try host.socket.link(named: "martlet.vxlan") == nil)
        try NodeRoutes(.auto, in: host.namespace).remove()
        #expect(try fixture.routes(of: 1).isEmpty)
        let left = try host.socket.routes(RouteFilter(table: .main))
        #expect(left.contains { $0.prefix == foreign.prefix })
    }

    @Test func `a route that others made is not taken from them`() throws {
        let fixture = try HostFixture()
        let host = fixture.hosts[0]
        let uplink = try #require(try host.socket.link(named: "eth0")).index
        try host.socket.add(
            Route(to: IPPrefix("10.244.2.0/24"), via: IPAddress("10.0.0.254"), link: uplink))
        let outcome = try NodeRoutes(.auto, in: host.namespace).apply(
            own: host.node, others: [fixture.hosts[1].node])
        #expect(outcome.problems == ["a route to 10.244.2.0/24 is there that others made"])
        #expect(try fixture.routes(of: 1) == ["fd00:244:2::/64 via fd00:1::2"])
    }
}
