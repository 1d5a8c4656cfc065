import Netlink
import NetworkAddress
import RouteNetlink
import Testing

/// What captured messages say, field by field.
@Suite struct MessageTests {
    private func link(_ name: String) throws -> LinkMessage {
        try LinkMessage(decoding: Vector(named: name).message().body)
    }
    private func address(_ name: String) throws -> LinkAddress {
        try LinkAddress(decoding: Vector(named: name).message().body)
    }
    private func route(_ name: String) throws -> Route {
        try Route(decoding: Vector(named: name).message().body)
    }
    private func rule(_ name: String) throws -> Rule {
        try Rule(decoding: Vector(named: name).message().body)
    }

    @Test func `a veth with its other end in a namespace`() throws {
        let message = try link("link-add-veth")
        #expect(message.name == "mka" && message.mtu == 1400)
        #expect(message.hardwareAddress == [2, 0, 0, 0, 0, 1])
        #expect(message.info?.kind == .veth)
        let peer = try #require(message.info?.peer?.message)
        #expect(peer.name == "eth0" && peer.mtu == 1400)
        #expect(peer.hardwareAddress == [2, 0, 0, 0, 0, 2])
        #expect(peer.namespaceDescriptor != nil)
    }

    @Test func `our veth says what ip's says`() throws {
        let theirs = try link("link-add-veth")
        let descriptor = theirs.info?.peer?.message.namespaceDescriptor
        let ours = LinkRequest(
            name: "mka", kind: .veth, mac: MACAddress("02:00:00:00:00:01"), mtu: 1400,
            peer: VethPeer(
                name: "eth0", mac: MACAddress("02:00:00:00:00:02"), mtu: 1400,
                namespace: descriptor))
        #expect(ours.message == theirs)
    }

    @Test func `a veth with as many queues as are asked for`() throws {
        var ours = LinkRequest(name: "mka", kind: .veth, peer: VethPeer(name: "mkb", queues: 1))
        ours.queues = 1
        #expect(ours.message == (try link("link-add-queues")))
        #expect(ours.message.transmitQueues == 1 && ours.message.receiveQueues == 1)
    }

    @Test func `our bridge, dummy, VLAN and VXLAN say what ip's say`() throws {
        var options = BridgeOptions(
            forwardDelay: 200, ageingTime: 30_000, hasSpanningTree: false, filtersVLANs: true,
            snoopsMulticast: false, defaultVLAN: 5)
        options.unknown = [RawAttribute(type: 6, bytes: [100, 0])]
        #expect(
            LinkRequest(name: "mkbr2", kind: .bridge(options)).message
                == (try link("link-add-bridge")))
        #expect(LinkRequest(name: "mkd", kind: .dummy).message == (try link("link-add-dummy")))
        let vlan = try link("link-add-vlan")
        #expect(
            LinkRequest(
                name: "mkv.7", kind: .vlan(VLANOptions(id: 7, etherType: 0x88A8)),
                lower: vlan.lower
            ).message == vlan)
        let vxlan = try link("link-add-vxlan")
        guard case .vxlan(let told)? = vxlan.info?.kind else {
            Issue.record("no VXLAN")
            return
        }
        #expect(told.id == 42 && told.ttl == 64 && told.isLearning == false && told.port == 4789)
        #expect(told.local?.description == "10.0.0.1" && told.group?.description == "10.0.0.9")
        #expect(told.hasChecksum == true && told.link != nil)
        guard case .vxlan(let told6)? = try link("link-add-vxlan-6").info?.kind else {
            Issue.record("no VXLAN")
            return
        }
        #expect(told6.local?.description == "fd00::1")
    }

    @Test func `changes of a link`() throws {
        let up = try link("link-set-up")
        #expect(up.flags.contains(.up) && up.changedFlags == .up)
        #expect(up.mtu == 1300 && up.alias == "text")
        #expect(
            LinkChange(isUp: true, mtu: 1300, alias: "text").message(for: up.index) == up)
        let master = try link("link-set-master")
        #expect(LinkChange(master: master.master).message(for: master.index) == master)
        let moved = try link("link-set-namespace")
        #expect(moved.namespaceDescriptor != nil)
        #expect(
            LinkChange(namespace: moved.namespaceDescriptor).message(for: moved.index) == moved)
        #expect(try link("link-set-namespace-pid").namespacePID != nil)
        #expect(try link("link-delete-group").group == 77)
    }

    @Test func `options of a bridge's port, both ways they are set`() throws {
        let options = try #require(try link("bridge-link-set").port)
        #expect(options.isHairpin == true && options.isLearning == false)
        #expect(options.floodsUnicast == false && options.isIsolated == true)
        #expect(options.floodsMulticast == false && options.floodsBroadcast == false)
        #expect(options.state == 3)
        let info = try #require(try link("link-set-port").info)
        #expect(info.kind == .unknown("bridge_slave"))
        #expect(info.port?.isHairpin == true && info.port?.suppressesNeighbours == true)
    }

    @Test func `tags of a bridge's port`() throws {
        let one = try link("bridge-vlan-add").vlans
        #expect(one == [BridgeVLAN(id: 100, flags: [.pvid, .untagged])])
        let range = try link("bridge-vlan-add-range").vlans
        #expect(
            range == [
                BridgeVLAN(id: 300, flags: .rangeBegin), BridgeVLAN(id: 303, flags: .rangeEnd),
            ])
    }

    @Test func `addresses with flags, label, lifetime and peer`() throws {
        #expect(try address("address-add").address.description == "10.1.0.1/24")
        let labelled = try address("address-add-broadcast")
        #expect(labelled.broadcast?.description == "10.1.0.255" && labelled.label == "mkv:x")
        let limited = try address("address-add-lifetime")
        #expect(limited.lifetime?.validSeconds == 1000)
        #expect(limited.lifetime?.preferredSeconds == 500 && limited.routeMetric == 9)
        #expect(try address("address-add-peer").peer?.description == "10.1.0.2")
        let quick = try address("address-add-6")
        #expect(quick.address.description == "fd01::1/64")
        #expect(quick.flags.isSuperset(of: [.noDuplicateDetection, .noPrefixRoute]))
    }

    @Test func `routes of every sort`() throws {
        let plain = try route("route-add")
        #expect(plain.description.hasPrefix("10.244.1.0/24 via 10.0.0.2 link "))
        #expect(plain.origin == .boot && plain.scope == .universe && plain.table == .main)
        let first = try route("route-add-default")
        #expect(first.destination == nil && first.metric == 50 && first.origin == .unknown(77))
        #expect(first.source?.description == "10.0.0.1")
        let sized = try route("route-add-metrics")
        #expect(sized.mtu == 1400 && sized.advertisedMSS == 1360)
        #expect(sized.unknownMetrics == [RawAttribute(type: 11, bytes: [20, 0, 0, 0])])
        #expect(try route("route-add-on-link").flags.contains(.onLink))
        let far = try route("route-add-table")
        #expect(far.table == RouteTable(rawValue: 1000) && far.scope == .link)
        #expect(try route("route-add-blackhole").kind == .blackhole)
        let many = try route("route-add-multipath")
        #expect(many.unknown.map(\.type) == [9] && many.gateway == nil)
        #expect(try route("route-add-6").metric == 7)
        #expect(try route("route-add-via-6").unknown.map(\.type) == [18])
    }

    @Test func `rules, with what this room doesn't read`() throws {
        let one = try rule("rule-add")
        #expect(
            one.description
                == "99: from 10.1.0.0/16 to 10.2.0.0/16 mark 16384 iif mkv table 1000")
        #expect(one.markMask == 0x4000 && one.suppressedPrefixLength == 0)
        #expect(one.origin == .unknown(77))
        let ports = try rule("rule-add-ports")
        #expect(ports.flags & 2 == 2 && ports.outputLink == "mkv")
        #expect(Set(ports.unknown.map(\.type)) == [22, 24])
        #expect(try rule("rule-add-6").from?.description == "fd00::/64")
    }

    @Test func `neighbours and forwarding entries`() throws {
        let one = try Neighbour(decoding: Vector(named: "neighbour-add").message().body)
        #expect(one.address.description == "10.0.0.9" && one.state == .permanent)
        #expect(one.mac?.description == "02:00:00:00:00:09")
        let proxy = try Neighbour(decoding: Vector(named: "neighbour-add-proxy").message().body)
        #expect(proxy.flags.contains(.proxy) && proxy.mac == nil)
        let entry = try ForwardingEntry(decoding: Vector(named: "forwarding-add").message().body)
        #expect(entry.destination?.description == "10.0.0.2" && entry.port == 4789)
        #expect(entry.networkIdentifier == 5 && entry.flags.contains(.ownTable))
        let fixed = try ForwardingEntry(
            decoding: Vector(named: "forwarding-add-static").message().body)
        #expect(fixed.vlan == 7 && fixed.flags == .masterTable)
    }

    @Test func `every number of a registry comes back`() {
        for number in UInt8.min ... .max {
            #expect(RouteKind(rawValue: number).rawValue == number)
            #expect(RouteScope(rawValue: number).rawValue == number)
            #expect(RouteProtocol(rawValue: number).rawValue == number)
            #expect(OperationalState(rawValue: number).rawValue == number)
        }
    }

    @Test func `a route's scope follows its kind, as ip chooses it`() throws {
        let pods = try #require(IPPrefix("10.244.0.0/16"))
        let pods6 = try #require(IPPrefix("fd00::/64"))
        #expect(Route(to: pods, via: .v4(.loopback)).scope == .universe)
        #expect(Route(to: pods).scope == .link)
        #expect(Route(to: pods, kind: .local).scope == .host)
        #expect(Route(to: pods, kind: .blackhole).scope == .universe)
        #expect(Route(to: pods6).scope == .universe)
        #expect(Route(to: .all(.ipv6)) == Route(to: nil, family: .ipv6))
    }
}
