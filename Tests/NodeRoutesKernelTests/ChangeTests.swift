import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink
import Testing

extension NodeRoutesKernelTests {
    /// What a cluster's changes cost, and what they leave.
    @Suite struct Changes {
        /// The first host of a fixture, on a link of 65,000 addresses.
        private func host(_ fixture: HostFixture) throws -> HostFixture.Host {
            let host = fixture.hosts[0]
            let uplink = try #require(try host.socket.link(named: "eth0")).index
            let wide = try #require(InterfaceAddress("10.0.0.1/16"))
            try host.socket.add(wide, to: uplink)
            return host
        }

        /// Everything is as a look at everything would have it.
        private func expectSettled(
            _ host: HostFixture.Host, _ mode: RouteMode, _ many: ManyNodes
        )
            throws
        {
            let fresh = try NodeRoutes(mode, in: host.namespace)
            let outcome = try fresh.apply(own: host.node, others: many.all)
            #expect(outcome.changes == 0 && outcome.problems.isEmpty, "\(outcome)")
        }

        @Test(arguments: RouteMode.allCases)
        func `a thousand nodes come in one call, and go in another`(_ mode: RouteMode) throws {
            let fixture = try HostFixture()
            let host = try host(fixture)
            var many = ManyNodes()
            if mode == .direct {
                many.nodes = many.nodes.mapValues { node in
                    var node = node
                    node.addresses = [IPAddress("10.0.77.1")].compactMap(\.self)
                    node.podCIDRs.removeLast()
                    return node
                }
            }
            let routes = try NodeRoutes(mode, in: host.namespace)
            let outcome = try routes.apply(own: host.node, others: many.all)
            #expect(outcome.problems.count == (mode == .direct ? 999 : 0))
            #expect(try fixture.routes(of: 1).count == (mode == .direct ? 1000 : 2000))
            #expect(try routes.look().changes == 0)
            try routes.remove()
            #expect(try fixture.routes(of: 1).isEmpty)
            #expect(try host.socket.link(named: "martlet.vxlan") == nil)
        }

        @Test func `one node's change is a handful of requests among a thousand, and no look`()
            throws
        {
            let fixture = try HostFixture()
            let host = try host(fixture)
            var many = ManyNodes()
            let routes = try NodeRoutes(.auto, in: host.namespace)
            try routes.apply(own: host.node, others: many.all)
            // The tunnel came up, and the kernel tells of it.
            try routes.mend()
            let mac = try #require(MACAddress("02:00:00:00:00:99"))
            // The far node's ends: one forwarding entry, a gateway and a route for each range.
            let steps: [(String, RoutedNode?, Int)] = [
                ("far7", nil, 5), ("far7", ManyNodes.node(7), 5),
                ("far7", ManyNodes.node(7, range: 1700), 9),
                ("far7", ManyNodes.node(7, range: 1700, mac: mac), 4),
                ("far7", ManyNodes.node(7, range: 1700, host: 1707, mac: mac), 1),
                ("far8", nil, 4), ("far8", ManyNodes.node(8), 4),
                ("far8", ManyNodes.node(8, range: 1800), 9),
                ("far9", many.nodes["far9"], 0),
            ]
            for (name, node, requests) in steps {
                let outcome = try routes.change([name: node])
                many.nodes[name] = node
                #expect(!outcome.isWhole && outcome.problems.isEmpty)
                // What the kernel tells of it is no news.
                let echo = try routes.mend()
                #expect(!echo.isWhole && echo.changes == 0)
                #expect(outcome.changes <= requests && (outcome.changes == 0) == (requests == 0))
                try expectSettled(host, .auto, many)
            }
        }

        @Test(arguments: [RouteMode.auto, .vxlan])
        func `nothing stale is left of what changed while nobody kept the routes`(
            _ mode: RouteMode
        ) throws {
            let fixture = try HostFixture()
            let host = try host(fixture)
            var many = ManyNodes(200)
            try NodeRoutes(mode, in: host.namespace).apply(own: host.node, others: many.all)
            for number in 0..<200 {
                let name = "far\(number)"
                switch number % 4 {
                case 0: many.nodes[name] = nil
                case 1: many.nodes[name] = ManyNodes.node(number, range: number + 500)
                case 2: many.nodes[name] = ManyNodes.node(number, host: number + 301)
                default:
                    many.nodes[name] = ManyNodes.node(
                        number, mac: .locallyAdministered(UInt64(number)))
                }
            }
            let other: RouteMode = mode == .auto ? .vxlan : .auto
            for mode in [mode, other] {
                try NodeRoutes(mode, in: host.namespace).apply(own: host.node, others: many.all)
                try expectSettled(host, mode, many)
                #expect(try fixture.routes(of: 1).count == 300)
            }
        }

        @Test func `what the kernel refuses is told, and taken when it is free`() throws {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            let uplink = try #require(try host.socket.link(named: "eth0")).index
            let foreign = Route(
                to: IPPrefix("10.244.2.0/24"), via: IPAddress("10.0.0.254"), link: uplink)
            let routes = try NodeRoutes(.auto, in: host.namespace)
            try routes.apply(own: host.node, others: [])
            try host.socket.add(foreign)
            let other = fixture.hosts[1].node
            let outcome = try routes.change([other.name: other])
            #expect(outcome.problems == ["a route to 10.244.2.0/24 is there that others made"])
            try host.socket.delete(foreign)
            #expect(try routes.mend().problems.isEmpty)
            #expect(try fixture.routes(of: 1).count == 2)
        }
    }
}
