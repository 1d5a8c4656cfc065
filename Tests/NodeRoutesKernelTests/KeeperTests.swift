import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink
import Synchronization
import Testing

extension NodeRoutesKernelTests {
    /// A keeper on its thread, and others who meddle with what it keeps.
    @Suite struct Keeping {
        private func keeper(
            _ host: HostFixture.Host, _ others: [RoutedNode], mode: RouteMode = .auto
        ) throws -> NodeRouteKeeper {
            // It must find out by events alone.
            let keeper = try NodeRouteKeeper(
                mode, of: host.node.name, in: host.namespace, lookingEvery: .seconds(3600)
            ) { result in
                if case .failure(let error) = result { Issue.record(error) }
            }
            for node in others { keeper.set(node, named: node.name) }
            keeper.set(host.node, named: host.node.name)
            keeper.begin()
            return keeper
        }

        private func eventually(_ what: String, _ isSo: () throws -> Bool) throws {
            let end = MonotonicClock.nanoseconds + 30_000_000_000
            while try !isSo() {
                guard MonotonicClock.nanoseconds < end else {
                    Issue.record("not within 30 seconds: \(what)")
                    return
                }
                MonotonicClock.sleep(.milliseconds(2))
            }
        }

        private func state(_ host: HostFixture.Host) throws -> [String] {
            let tunnel = try host.socket.link(named: "martlet.vxlan")
            var lines = try host.socket.routes(RouteFilter(table: .main))
                .filter { $0.origin.rawValue == 157 }
                .map {
                    "\($0.prefix) via \($0.gateway?.description ?? "") \($0.link == tunnel?.index)"
                }
            guard let tunnel else { return lines.sorted() }
            lines.append("tunnel \(tunnel.mtu) \(tunnel.isUp)")
            lines += try host.socket.forwardingEntries(of: tunnel.index)
                .map { "\($0.mac) \($0.destination?.description ?? "")" }
            lines += try host.socket.neighbours(of: tunnel.index)
                .filter { $0.state.contains(.permanent) }
                .map { "\($0.address) \($0.mac?.description ?? "")" }
            lines += try host.socket.addresses(of: tunnel.index).map { "\($0.address)" }
            return lines.sorted()
        }

        /// What others do to it.
        enum Meddling: String, CaseIterable, Sendable {
            case routeDeleted, routesFlushed, tunnelDeleted, tunnelDown, tunnelMTU
            case endDeleted, endAdded, endElsewhere, gatewayDeleted, gatewayElsewhere
            case tunnelAddressDeleted, staleRoute, uplinkDown

            func meddle(_ host: HostFixture.Host) throws {
                let socket = host.socket
                let tunnel = try #require(try socket.link(named: "martlet.vxlan"))
                let uplink = try #require(try socket.link(named: "eth0"))
                let ours = try socket.routes(RouteFilter(table: .main))
                    .filter { $0.origin.rawValue == 157 }
                let end = try #require(try socket.forwardingEntries(of: tunnel.index).first)
                let gateway = try #require(
                    try socket.neighbours(of: tunnel.index).first { $0.state == .permanent })
                var change = LinkChange()
                switch self {
                case .routeDeleted: try socket.delete(try #require(ours.first))
                case .routesFlushed: for route in ours { try socket.delete(route) }
                case .tunnelDeleted: try socket.delete(tunnel.index)
                case .tunnelDown:
                    change.isUp = false
                    try socket.set(tunnel.index, change)
                case .tunnelMTU:
                    change.mtu = 1300
                    try socket.set(tunnel.index, change)
                case .endDeleted: try socket.delete(end)
                case .endAdded:
                    try socket.append(
                        ForwardingEntry(
                            mac: end.mac, link: tunnel.index, destination: IPAddress("10.0.0.77")))
                case .endElsewhere:
                    try socket.replace(
                        ForwardingEntry(
                            mac: end.mac, link: tunnel.index, destination: IPAddress("10.0.0.77")))
                case .gatewayDeleted: try socket.delete(gateway)
                case .gatewayElsewhere:
                    try socket.replace(
                        Neighbour(
                            gateway.address, mac: MACAddress("02:00:00:00:00:01"),
                            link: tunnel.index))
                case .tunnelAddressDeleted:
                    let address = try #require(try socket.addresses(of: tunnel.index).first)
                    try socket.delete(address.address, of: tunnel.index)
                case .staleRoute:
                    try socket.add(
                        Route(
                            to: IPPrefix("10.200.0.0/24"), via: IPAddress("10.0.0.254"),
                            link: uplink.index, origin: .unknown(157)))
                case .uplinkDown:
                    change.isUp = false
                    try socket.set(uplink.index, change)
                    change.isUp = true
                    try socket.set(uplink.index, change)
                    // Version 6 lost its addresses with the link.
                    let address = try #require(InterfaceAddress("fd00:1::1/64"))
                    try socket.add(address, to: uplink.index, flags: .noDuplicateDetection)
                }
            }
        }

        @Test(arguments: Meddling.allCases)
        func `what others take away or put there is set right by events alone`(
            _ meddling: Meddling
        ) throws {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            let keeper = try keeper(host, fixture.hosts.dropFirst().map(\.node))
            defer { keeper.stop() }
            try eventually("the first routes") { try fixture.routes(of: 1).count == 4 }
            try eventually("the tunnel") { try state(host).contains("tunnel 1450 true") }
            let before = try state(host)
            try meddling.meddle(host)
            // While it is read the tunnel may become another one.
            try eventually("all as before: \(before)") { (try? state(host)) == before }
        }

        @Test func `the tunnel's packets grow and shrink with the link's below`() throws {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            let keeper = try keeper(host, [fixture.hosts[2].node])
            defer { keeper.stop() }
            let uplink = try #require(try host.socket.link(named: "eth0")).index
            for mtu in [1500, 9000, 1400] {
                var change = LinkChange()
                change.mtu = mtu
                try host.socket.set(uplink, change)
                try eventually("mtu \(mtu)") {
                    try host.socket.link(named: "martlet.vxlan")?.mtu == mtu - 50
                }
            }
        }

        @Test func `a node that gets its address on a link is reached directly from then on`()
            throws
        {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            let keeper = try keeper(host, [fixture.hosts[2].node])
            defer { keeper.stop() }
            let tunnelled = "10.244.3.0/24 via 10.244.3.0"
            try eventually("tunnel") { try fixture.routes(of: 1).contains(tunnelled) }
            let uplink = try #require(try host.socket.link(named: "eth0")).index
            let address = try #require(InterfaceAddress("10.1.0.77/24"))
            try host.socket.add(address, to: uplink)
            let direct = "10.244.3.0/24 via 10.1.0.3"
            try eventually("direct") { try fixture.routes(of: 1).contains(direct) }
            try host.socket.delete(address, of: uplink)
            try eventually("tunnel again") { try fixture.routes(of: 1).contains(tunnelled) }
        }

        @Test func `nothing is written before this node and all others are known`() throws {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            try fixture.route(.auto)
            let before = try state(host)
            let turns = Atomic(0)
            let keeper = try NodeRouteKeeper(.auto, of: host.node.name, in: host.namespace) { _ in
                turns.add(1, ordering: .relaxed)
            }
            defer { keeper.stop() }
            keeper.set(host.node, named: host.node.name)
            let first = fixture.hosts[1].node
            keeper.set(first, named: first.name)
            try eventually("it has heard") { turns.load(ordering: .relaxed) > 0 }
            #expect(try state(host) == before)
            keeper.begin()
            // The third was not told: it went while nobody looked.
            try eventually("gone") { try fixture.routes(of: 1).count == 2 }
        }

        @Test func `a thousand nodes that come, change and go one by one leave what they should`()
            throws
        {
            let fixture = try HostFixture()
            let host = fixture.hosts[0]
            let keeper = try keeper(host, [])
            defer { keeper.stop() }
            var many = ManyNodes()
            for node in many.all { keeper.set(node, named: node.name) }
            try eventually("all") { try fixture.routes(of: 1).count == 2000 }
            for number in 0..<1000 {
                let name = "far\(number)"
                many.nodes[name] =
                    switch number % 4 {
                    case 0: nil
                    case 1: ManyNodes.node(number, range: number + 1000)
                    case 2: ManyNodes.node(number, host: number + 1001)
                    default: ManyNodes.node(number, mac: .locallyAdministered(UInt64(number)))
                    }
                keeper.set(many.nodes[name], named: name)
            }
            let fresh = try NodeRoutes(.auto, in: host.namespace)
            try eventually("750") { try fixture.routes(of: 1).count == 1500 }
            keeper.stop()
            #expect(try fresh.apply(own: host.node, others: many.all).changes == 0)
        }
    }
}
