import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Testing

extension RouteNetlinkKernelTests {
    @Suite struct AddressesAndRoutes {
        /// A stage with a veth whose ends are both up.
        private func withLink(_ body: (Stage, Link) throws -> Void) throws {
            try Stage.with { stages in
                let link = try stages[0].socket.createVeth(name: "mka", isUp: true, peerName: "mkb")
                let peer = try #require(try stages[0].socket.link(named: "mkb"))
                try stages[0].socket.set(peer.index, .up)
                try body(stages[0], link)
            }
        }

        private func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
        private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

        @Test func `addresses of both families are as ip shows them`() throws {
            try withLink { stage, link in
                let v4 = try #require(InterfaceAddress("10.1.2.3/24"))
                let v6 = try #require(InterfaceAddress("fd00::5/64"))
                try stage.socket.add(v4, to: link.index)
                try stage.socket.add(
                    v6, to: link.index, flags: [.noDuplicateDetection, .noPrefixRoute])
                let seen = try #require(
                    try stage.json("ip", "-j", "-d", "addr", "show", "dev", "mka").first)
                let entries = seen["addr_info"].items
                let first = try #require(entries.first { $0["local"].string == "10.1.2.3" })
                #expect(first["prefixlen"].int == 24 && first["scope"].string == "global")
                let second = try #require(entries.first { $0["local"].string == "fd00::5" })
                #expect(second["prefixlen"].int == 64)
                #expect(second["nodad"].bool == true && second["noprefixroute"].bool == true)
                #expect(second["tentative"].bool != true)
                let told = try stage.socket.addresses(of: link.index)
                #expect(told.contains { $0.address == v4 && $0.flags.contains(.permanent) })
                #expect(told.contains { $0.address == v6 && $0.flags.contains(.noPrefixRoute) })
                #expect(told.count == entries.count)
                #expect(
                    try stage.socket.addresses(of: link.index, family: .ipv4).map(\.address) == [v4]
                )
                #expect(
                    try stage.socket.routes(RouteFilter(family: .ipv6, link: link.index)).allSatisfy
                    {
                        $0.destination?.description != "fd00::/64"
                    })

                let taken = #expect(throws: NetlinkError.self) {
                    try stage.socket.add(v4, to: link.index)
                }
                #expect(
                    taken?.description.hasPrefix(
                        "add address 10.1.2.3/24 to \(link.index): file exists (EEXIST)") == true)
                try stage.socket.delete(v4, of: link.index)
                try stage.socket.delete(v6, of: link.index)
                #expect(try stage.socket.addresses(of: link.index, family: .ipv4) == [])
                let missing = #expect(throws: NetlinkError.self) {
                    try stage.socket.delete(v4, of: link.index)
                }
                #expect(missing?.errno == .eaddrnotavail)
            }
        }

        @Test func `an address has a lifetime, a label, a broadcast and a peer`() throws {
            try withLink { stage, link in
                var address = LinkAddress(
                    try #require(InterfaceAddress("10.9.0.1/24")), link: link.index)
                address.label = "mka:x"
                address.broadcast = try ip("10.9.0.255")
                address.lifetime = .init(preferredSeconds: 500, validSeconds: 1000)
                try stage.socket.add(address)
                var point = LinkAddress(
                    try #require(InterfaceAddress("10.9.1.1/32")), link: link.index)
                point.peer = try ip("10.9.1.2")
                try stage.socket.add(point)
                let entries = try #require(
                    try stage.json("ip", "-j", "addr", "show", "dev", "mka").first)["addr_info"]
                    .items
                let seen = try #require(entries.first { $0["local"].string == "10.9.0.1" })
                #expect(seen["label"].string == "mka:x")
                #expect(seen["broadcast"].string == "10.9.0.255")
                #expect((990...1000).contains(seen["valid_life_time"].int ?? 0))
                #expect((490...500).contains(seen["preferred_life_time"].int ?? 0))
                #expect(entries.contains { $0["address"].string == "10.9.1.2" })
                let told = try stage.socket.addresses(of: link.index, family: .ipv4)
                #expect(
                    told.contains { $0.label == "mka:x" && ($0.lifetime?.validSeconds ?? 0) > 900 })
                #expect(told.contains { $0.peer?.description == "10.9.1.2" })
                address.lifetime = .init(preferredSeconds: .max, validSeconds: .max)
                try stage.socket.add(address, replacing: true)
                #expect(
                    try stage.socket.addresses(of: link.index).contains {
                        $0.address == address.address && $0.flags.contains(.permanent)
                    })
            }
        }

        /// A route of every sort, by a link that has 10.0.0.1/24 and fd00::1/64.
        private func everySort(of link: LinkIndex) throws -> [Route] {
            var sized = Route(to: try prefix("10.5.0.0/16"), via: try ip("10.0.0.2"))
            sized.mtu = 1400
            sized.advertisedMSS = 1360
            return [
                Route(
                    to: try prefix("10.244.1.0/24"), via: try ip("10.0.0.2"), link: link),
                Route(to: nil, via: try ip("10.0.0.9"), metric: 50),
                Route(
                    to: try prefix("10.6.0.0/16"), link: link,
                    source: try ip("10.0.0.1")),
                Route(
                    to: try prefix("10.7.0.0/16"), via: try ip("192.0.2.1"), link: link,
                    flags: .onLink),
                Route(to: try prefix("10.8.0.0/16"), origin: .unknown(77), kind: .blackhole),
                Route(
                    to: try prefix("10.9.0.0/16"), link: link,
                    table: RouteTable(rawValue: 1000)),
                Route(to: try prefix("fd01::/64"), via: try ip("fd00::2"), metric: 7),
                Route(to: nil, via: try ip("fd00::9")),
                Route(to: try prefix("fd02::/64"), kind: .unreachable),
                sized,
            ]
        }

        /// What `ip -d route` says of them.
        private func expectEverySort(_ seen: [Item]) throws {
            func one(_ dst: String, _ gateway: String? = nil) throws -> Item {
                try #require(
                    seen.first {
                        $0["dst"].string == dst
                            && (gateway == nil || $0["gateway"].string == gateway)
                    }, "\(dst)")
            }
            #expect(try one("10.244.1.0/24")["gateway"].string == "10.0.0.2")
            #expect(try one("10.244.1.0/24")["protocol"].string == "static")
            #expect(try one("default", "10.0.0.9")["metric"].int == 50)
            #expect(try one("10.6.0.0/16")["prefsrc"].string == "10.0.0.1")
            #expect(try one("10.6.0.0/16")["scope"].string == "link")
            #expect(try one("10.7.0.0/16")["flags"].strings.contains("onlink"))
            #expect(try one("10.8.0.0/16")["type"].string == "blackhole")
            #expect(try one("10.8.0.0/16")["protocol"].string == "77")
            #expect(try one("10.9.0.0/16")["table"].string == "1000")
            #expect(try one("fd01::/64")["metric"].int == 7)
            #expect(try one("default", "fd00::9").exists)
            #expect(try one("fd02::/64")["type"].string == "unreachable")
            #expect(try one("10.5.0.0/16")["metrics"][0]["mtu"].int == 1400)
            #expect(try one("10.5.0.0/16")["metrics"][0]["advmss"].int == 1360)
        }

        @Test func `routes of every sort are as ip shows them`() throws {
            try withLink { stage, link in
                try stage.socket.add(try #require(InterfaceAddress("10.0.0.1/24")), to: link.index)
                try stage.socket.add(
                    try #require(InterfaceAddress("fd00::1/64")), to: link.index,
                    flags: .noDuplicateDetection)
                let routes = try everySort(of: link.index)
                for route in routes { try stage.socket.add(route) }
                let seen =
                    try stage.json("ip", "-j", "-d", "route", "show", "table", "all")
                    + stage.json("ip", "-j", "-d", "-6", "route", "show", "table", "all")
                try expectEverySort(seen)

                let told = try stage.socket.routes(RouteFilter(table: nil))
                for route in routes {
                    #expect(
                        told.contains {
                            $0.prefix == route.prefix && $0.table == route.table
                                && $0.gateway == route.gateway && $0.kind == route.kind
                        }, "\(route)")
                }
                #expect(try stage.socket.routes().allSatisfy { $0.table == .main })
                let own = try stage.socket.routes(RouteFilter(table: nil, origin: .unknown(77)))
                #expect(own.map { $0.prefix.description } == ["10.8.0.0/16"])
                let far = try stage.socket.routes(RouteFilter(table: RouteTable(rawValue: 1000)))
                #expect(far.count == 1)
                #expect(
                    try stage.socket.routes(RouteFilter(table: RouteTable(rawValue: 4_000))) == [])
                for route in routes { try stage.socket.delete(route) }
                let missing = #expect(throws: NetlinkError.self) {
                    try stage.socket.delete(routes[0])
                }
                #expect(missing?.errno == .esrch)
            }
        }

        @Test func `a route is replaced, found, and refused with the kernel's words`() throws {
            try withLink { stage, link in
                try stage.socket.add(try #require(InterfaceAddress("10.0.0.1/24")), to: link.index)
                let pods = try prefix("10.244.1.0/24")
                let route = Route(to: pods, via: try ip("10.0.0.2"))
                try stage.socket.add(route)
                let taken = #expect(throws: NetlinkError.self) { try stage.socket.add(route) }
                #expect(
                    taken?.description
                        == "add route 10.244.1.0/24 via 10.0.0.2: file exists (EEXIST)")
                try stage.socket.replace(Route(to: pods, via: try ip("10.0.0.3")))
                #expect(try stage.socket.route(to: try ip("10.244.1.7")).gateway == ip("10.0.0.3"))
                #expect(try stage.socket.route(to: try ip("10.0.0.7")).link == link.index)
                let unreachable = #expect(throws: NetlinkError.self) {
                    try stage.socket.route(to: try ip("192.0.2.1"))
                }
                #expect(unreachable?.errno == .enetunreach)
                let invalid = #expect(throws: NetlinkError.self) {
                    try stage.socket.add(Route(to: pods, via: try ip("192.0.2.9"), metric: 3))
                }
                #expect(
                    invalid?.description
                        == "add route 10.244.1.0/24 via 192.0.2.9: network is unreachable "
                        + "(ENETUNREACH): kernel: \"Nexthop has invalid gateway\"")
            }
        }

        @Test func `a multipath route of ip's survives decoding, deletion and adding`() throws {
            try withLink { stage, link in
                try stage.socket.add(try #require(InterfaceAddress("10.0.0.1/24")), to: link.index)
                try stage.run(
                    "ip", "route", "add", "10.20.0.0/16", "nexthop", "via", "10.0.0.2", "weight",
                    "2", "nexthop", "via", "10.0.0.3")
                let before = try stage.run("ip", "-d", "route", "show", "10.20.0.0/16")
                let wanted = try prefix("10.20.0.0/16")
                let route = try #require(
                    try stage.socket.routes().first { $0.destination == wanted })
                #expect(route.gateway == nil && !route.unknown.isEmpty)
                try stage.socket.delete(route)
                #expect(try stage.run("ip", "route", "show", "10.20.0.0/16") == "")
                try stage.socket.add(route)
                #expect(try stage.run("ip", "-d", "route", "show", "10.20.0.0/16") == before)
            }
        }

        @Test func `rules are as ip shows them`() throws {
            try withLink { stage, _ in
                var rule = Rule(family: .ipv4, table: RouteTable(rawValue: 1000), priority: 99)
                rule.from = try prefix("10.1.0.0/16")
                rule.to = try prefix("10.2.0.0/16")
                rule.mark = 0x4000
                rule.markMask = 0x4000
                rule.inputLink = "mka"
                rule.origin = .unknown(77)
                try stage.socket.add(rule)
                try stage.socket.add(Rule(family: .ipv6, table: .main, priority: 98))
                let seen = try #require(
                    try stage.json("ip", "-j", "-d", "rule", "show").first {
                        $0["priority"].int == 99
                    })
                #expect(seen["src"].string == "10.1.0.0" && seen["srclen"].int == 16)
                #expect(seen["dst"].string == "10.2.0.0" && seen["dstlen"].int == 16)
                #expect(seen["fwmark"].string == "0x4000" && seen["fwmask"].string == "0x4000")
                #expect(seen["iif"].string == "mka" && seen["table"].string == "1000")
                #expect(seen["protocol"].string == "77")
                let told = try #require(
                    try stage.socket.rules(family: .ipv4).first { $0.priority == 99 })
                #expect(told.from == rule.from && told.to == rule.to && told.mark == 0x4000)
                #expect(told.table == rule.table && told.inputLink == "mka")
                #expect(try stage.socket.rules(family: .ipv6).contains { $0.priority == 98 })
                try stage.socket.delete(told)
                #expect(try stage.socket.rules(family: .ipv4).count == 3)
            }
        }

        @Test func `neighbours and forwarding entries are as the tools show them`() throws {
            try withLink { stage, link in
                let mac = try #require(MACAddress("02:00:00:00:00:09"))
                try stage.socket.replace(
                    Neighbour(try ip("10.0.0.9"), mac: mac, link: link.index))
                try stage.socket.replace(Neighbour(try ip("fd00::9"), mac: mac, link: link.index))
                for address in ["10.0.0.9", "fd00::9"] {
                    let seen = try #require(
                        try stage.json("ip", "-j", "neigh", "show", "dev", "mka").first {
                            $0["dst"].string == address
                        })
                    #expect(seen["lladdr"].string == mac.description)
                    #expect(seen["state"].strings == ["PERMANENT"])
                }
                let told = try stage.socket.neighbours(of: link.index)
                    .filter { $0.state == .permanent }
                #expect(told.map(\.mac) == [mac, mac])
                for neighbour in told { try stage.socket.delete(neighbour) }

                let overlay = try stage.socket.create(
                    LinkRequest(
                        name: "mkvx",
                        kind: .vxlan(VXLANOptions(id: 1, port: 8472, isLearning: false)), isUp: true
                    ))
                let entry = ForwardingEntry(
                    mac: mac, link: overlay.index, destination: try ip("10.0.0.2"))
                try stage.socket.replace(entry)
                for host in ["10.0.0.3", "10.0.0.4"] {
                    try stage.socket.append(
                        ForwardingEntry(
                            mac: .zero, link: overlay.index, destination: try ip(host)))
                }
                let seen = try stage.json("bridge", "-j", "fdb", "show", "dev", "mkvx")
                #expect(
                    Set(seen.compactMap { $0["dst"].string })
                        == ["10.0.0.2", "10.0.0.3", "10.0.0.4"])
                let entries = try stage.socket.forwardingEntries(of: overlay.index)
                #expect(entries.count == 3)
                #expect(entries.contains { $0.mac == mac && $0.destination == entry.destination })
                try stage.socket.delete(entry)
                #expect(try stage.socket.forwardingEntries(of: overlay.index).count == 2)
            }
        }
    }
}
