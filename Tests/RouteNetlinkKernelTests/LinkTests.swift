import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Testing

extension RouteNetlinkKernelTests {
    @Suite struct Links {
        @Test func `a veth's other end is in its namespace from the first message on`() throws {
            try Stage.with(2) { stages in
                let (node, pod) = (stages[0], stages[1])
                let mac = try #require(MACAddress("02:00:00:00:00:01"))
                let podMAC = try #require(MACAddress("02:00:00:00:00:02"))
                let link = try node.socket.createVeth(
                    name: "mkveth", mtu: 1400, mac: mac, isUp: true, peerName: "eth0",
                    peerMAC: podMAC, peerNamespace: pod.namespace.descriptor)
                let other = try #require(try pod.socket.link(named: "eth0"))
                #expect(link.mac == mac && link.mtu == 1400 && link.kind == .veth && link.isUp)
                #expect(other.mac == podMAC && other.mtu == 1400 && !other.isUp)
                #expect(link.peerIndex == other.index && other.peerIndex == link.index)
                #expect(link.peerNamespaceID != nil)
                let seen = try node.ipLink("mkveth")
                #expect(seen["address"].string == "02:00:00:00:00:01")
                #expect(seen["mtu"].int == 1400)
                #expect(seen["num_tx_queues"].int == 1 && seen["num_rx_queues"].int == 1)
                #expect(seen["linkinfo"]["info_kind"].string == "veth")
                #expect(seen["link_index"].int == Int(other.index.rawValue))
                #expect(seen["ifindex"].int == Int(link.index.rawValue))
                let inside = try pod.ipLink("eth0")
                #expect(inside["address"].string == "02:00:00:00:00:02")
                #expect(inside["num_tx_queues"].int == 1 && inside["num_rx_queues"].int == 1)
                try pod.socket.set(other.index, .up)
                #expect(try node.socket.link(link.index)?.operationalState == .up)
                #expect(try pod.ipLink("eth0")["flags"].strings.contains("UP"))
            }
        }

        @Test func `a bridge has the options it was made with, and takes others`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let mac = try #require(MACAddress("02:00:00:00:00:aa"))
                let options = BridgeOptions(
                    forwardDelay: 200, ageingTime: 12_300, hasSpanningTree: false,
                    snoopsMulticast: false)
                let bridge = try stage.socket.create(
                    LinkRequest(
                        name: "mkbr", kind: .bridge(options), mac: mac, mtu: 1450, isUp: true))
                var data = try stage.ipLink("mkbr")["linkinfo"]["info_data"]
                #expect(data["forward_delay"].int == 200)
                #expect(data["ageing_time"].int == 12_300)
                #expect(data["stp_state"].int == 0)
                #expect(data["mcast_snooping"].int == 0)
                #expect(bridge.mac == mac && bridge.mtu == 1450 && bridge.isUp)
                guard case .bridge(let told) = bridge.kind else {
                    Issue.record("\(bridge.kind) is no bridge")
                    return
                }
                #expect(told.ageingTime == 12_300 && told.hasSpanningTree == false)
                #expect(told.snoopsMulticast == false && told.forwardDelay == 200)

                try stage.socket.set(
                    bridge.index,
                    options: .bridge(BridgeOptions(ageingTime: 0, hasSpanningTree: true)))
                data = try stage.ipLink("mkbr")["linkinfo"]["info_data"]
                #expect(data["ageing_time"].int == 0)
                #expect(data["stp_state"].int == 1)
            }
        }

        @Test func `a port has its options, in the bridge tool's words`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let bridge = try stage.socket.create(
                    LinkRequest(name: "mkbr", kind: .bridge(BridgeOptions()), isUp: true))
                let port = try stage.socket.createVeth(
                    name: "mkport", isUp: true, master: bridge.index, peerName: "mkpeer")
                #expect(port.master == bridge.index)
                #expect(try stage.ipLink("mkport")["master"].string == "mkbr")
                let options = BridgePortOptions(
                    isHairpin: true, isLearning: false, floodsUnicast: false, isIsolated: true)
                try stage.socket.set(port.index, LinkChange(port: options))
                let seen = try #require(
                    try stage.json("bridge", "-j", "-d", "link", "show", "dev", "mkport").first)
                #expect(seen["hairpin"].bool == true)
                #expect(seen["learning"].bool == false)
                #expect(seen["flood"].bool == false)
                #expect(seen["isolated"].bool == true)
                let told = try #require(try stage.socket.link(port.index)?.port)
                #expect(told.isHairpin == true && told.isLearning == false)
                #expect(told.floodsUnicast == false && told.isIsolated == true)
                #expect(try stage.socket.ports(of: bridge.index).map(\.name) == ["mkport"])
            }
        }

        @Test func `a VXLAN is what was asked for`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let below = try stage.socket.createVeth(name: "mkv", peerName: "mkw")
                let local = try #require(IPAddress("10.0.0.1"))
                let overlay = try stage.socket.create(
                    LinkRequest(
                        name: "mkvx",
                        kind: .vxlan(
                            VXLANOptions(
                                id: 1, link: below.index, local: local, port: 8472,
                                isLearning: false))))
                let data = try stage.ipLink("mkvx")["linkinfo"]["info_data"]
                #expect(data["id"].int == 1)
                #expect(data["port"].int == 8472)
                #expect(data["local"].string == "10.0.0.1")
                #expect(data["link"].string == "mkv")
                #expect(data["learning"].bool == false)
                guard case .vxlan(let told) = overlay.kind else {
                    Issue.record("\(overlay.kind) is no VXLAN")
                    return
                }
                #expect(told.id == 1 && told.port == 8472 && told.local == local)
                #expect(told.isLearning == false && told.link == below.index)

                let local6 = try #require(IPAddress("fd00::1"))
                try stage.socket.create(
                    LinkRequest(
                        name: "mkvx6", kind: .vxlan(VXLANOptions(id: 9, local: local6, port: 4789)))
                )
                let data6 = try stage.ipLink("mkvx6")["linkinfo"]["info_data"]
                #expect(data6["local6"].string == "fd00::1")
            }
        }

        @Test func `a link changes its name, address, size, master, text and namespace`() throws {
            try Stage.with(2) { stages in
                let (stage, other) = (stages[0], stages[1])
                let bridge = try stage.socket.create(
                    LinkRequest(name: "mkbr", kind: .bridge(BridgeOptions())))
                let link = try stage.socket.createVeth(name: "mka", peerName: "mkb")
                let mac = try #require(MACAddress("02:00:00:00:00:77"))
                var change = LinkChange(
                    isUp: true, name: "mkc", mtu: 1300, mac: mac, master: bridge.index,
                    alias: "pod default/web")
                change.isPromiscuous = true
                change.transmitQueueLength = 77
                change.addressGeneration = AddressGeneration.none
                change.announcesIPv4 = true
                try stage.socket.set(link.index, change)
                let announces = try stage.namespace.run {
                    try Sysctl.read("net/ipv4/conf/mkc/arp_notify")
                }
                #expect(announces == "1")
                let seen = try stage.ipLink("mkc")
                #expect(seen["mtu"].int == 1300)
                #expect(seen["address"].string == "02:00:00:00:00:77")
                #expect(seen["master"].string == "mkbr")
                #expect(seen["ifalias"].string == "pod default/web")
                #expect(seen["txqlen"].int == 77)
                #expect(seen["inet6_addr_gen_mode"].string == "none")
                #expect(seen["flags"].strings.contains("PROMISC"))
                let told = try #require(try stage.socket.link(named: "mkc"))
                #expect(told.alias == "pod default/web" && told.flags.contains(.promiscuous))

                try stage.socket.set(link.index, LinkChange(master: LinkIndex(rawValue: 0)))
                #expect(try stage.socket.link(link.index)?.master == nil)
                try stage.socket.set(link.index, .down)
                #expect(try stage.socket.link(link.index)?.isUp == false)
                try stage.socket.set(
                    link.index, LinkChange(namespace: other.namespace.descriptor))
                #expect(try stage.socket.link(named: "mkc") == nil)
                #expect(try other.socket.link(named: "mkc") != nil)
            }
        }

        @Test func `what is missing, taken or impossible is told in one line`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                try stage.socket.createVeth(name: "mka", peerName: "mkb")
                let taken = #expect(throws: NetlinkError.self) {
                    try stage.socket.createVeth(name: "mka", peerName: "mkc")
                }
                #expect(taken?.description == "create link mka: file exists (EEXIST)")
                let missing = #expect(throws: NetlinkError.self) {
                    try stage.socket.delete(LinkIndex(rawValue: 4_000))
                }
                #expect(missing?.errno == .enodev)
                #expect(missing?.description.hasPrefix("delete link 4000: no such device") == true)
                let huge = #expect(throws: NetlinkError.self) {
                    try stage.socket.create(
                        LinkRequest(name: "mkbr", kind: .bridge(BridgeOptions()), mtu: 1 << 30))
                }
                #expect(huge?.errno == .einval)
                let long = #expect(throws: NetlinkError.self) {
                    try stage.socket.createVeth(name: "mkabcdefghijklmnop", peerName: "mkd")
                }
                #expect(long != nil)
                #expect(try stage.socket.link(named: "mkbr") == nil)
            }
        }

        @Test func `many links go at once, and those that are gone don't matter`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                var batch = RouteBatch()
                for number in 0..<40 {
                    batch.create(
                        LinkRequest(
                            name: "mka\(number)", kind: .veth,
                            peer: VethPeer(name: "mkb\(number)")))
                }
                #expect(try stage.socket.apply(batch) == [])
                let links = try stage.socket.links().filter { $0.name.hasPrefix("mka") }
                #expect(links.count == 40)
                let gone = LinkIndex(rawValue: 5_000)
                #expect(try stage.socket.delete(links.map(\.index) + [gone]) == [])
                #expect(try stage.socket.links().map(\.name) == ["lo"])
                #expect(try stage.socket.delete([gone, gone]) == [])
                #expect(try stage.socket.delete([gone]) == [])
                #expect(try stage.socket.delete([]) == [])
            }
        }

        @Test func `a batch goes on past what is refused, and names it`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                var batch = RouteBatch()
                batch.create(LinkRequest(name: "mka", kind: .veth, peer: VethPeer(name: "mkb")))
                batch.create(LinkRequest(name: "mka", kind: .veth, peer: VethPeer(name: "mkc")))
                batch.create(LinkRequest(name: "mkbr", kind: .bridge(BridgeOptions())))
                batch.delete(LinkIndex(rawValue: 4_000))
                let refusals = try stage.socket.apply(batch)
                #expect(refusals.map(\.operation) == ["create link", "delete"])
                #expect(refusals.map(\.subject) == ["mka", "link 4000"])
                #expect(refusals.map(\.errno) == [.eexist, .enodev])
                #expect(try stage.socket.links().count == 4)
            }
        }
    }
}
