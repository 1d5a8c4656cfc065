import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Testing

/// Kinds and options that kernels are built without at times. The machine that this was written on
/// lacks all of them (CONFIG_DUMMY, CONFIG_VLAN_8021Q, CONFIG_BRIDGE_VLAN_FILTERING): there the
/// refusal is tested, and the messages by their vectors in RouteNetlinkTests. `ip` says which.
extension RouteNetlinkKernelTests {
    @Suite struct OptionalKinds {
        private func has(_ stage: Stage, _ words: String...) -> Bool {
            (try? stage.run(["ip", "link"] + words)) != nil
        }

        @Test func `a dummy is made, or the kernel's lack of it is told`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let request = LinkRequest(name: "mkdummy", kind: .dummy, isUp: true)
                if has(stage, "add", "mkd", "type", "dummy") {
                    let link = try stage.socket.create(request)
                    #expect(link.kind == .dummy)
                    return
                }
                let error = #expect(throws: NetlinkError.self) { try stage.socket.create(request) }
                #expect(
                    error?.description
                        == "create link mkdummy: operation not supported (EOPNOTSUPP): kernel: "
                        + "\"Unknown device type\"")
            }
        }

        @Test func `a VLAN is made, or the kernel's lack of it is told`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let below = try stage.socket.createVeth(name: "mkv", peerName: "mkw")
                let request = LinkRequest(
                    name: "mkv.7", kind: .vlan(VLANOptions(id: 7)), lower: below.index)
                if has(stage, "add", "link", "mkv", "name", "mkv.8", "type", "vlan", "id", "8") {
                    let link = try stage.socket.create(request)
                    #expect(link.peerIndex == below.index)
                    let seen = try stage.ipLink("mkv.7")
                    #expect(seen["linkinfo"]["info_data"]["id"].int == 7)
                    #expect(seen["linkinfo"]["info_data"]["protocol"].string == "802.1Q")
                    return
                }
                let error = #expect(throws: NetlinkError.self) { try stage.socket.create(request) }
                #expect(error?.errno == .eopnotsupp)
                #expect(error?.kernelMessage == "Unknown device type")
            }
        }

        @Test func `a bridge filters tags, or the kernel's lack of it is told`() throws {
            try Stage.with { stages in
                let stage = stages[0]
                let request = LinkRequest(
                    name: "mkbr", kind: .bridge(BridgeOptions(filtersVLANs: true, defaultVLAN: 5)))
                if has(stage, "add", "name", "mkb2", "type", "bridge", "vlan_filtering", "1") {
                    let bridge = try stage.socket.create(request)
                    let data = try stage.ipLink("mkbr")["linkinfo"]["info_data"]
                    #expect(data["vlan_filtering"].int == 1)
                    #expect(data["vlan_default_pvid"].int == 5)
                    try expectTags(stage, bridge)
                    return
                }
                let error = #expect(throws: NetlinkError.self) { try stage.socket.create(request) }
                #expect(
                    error?.description == "create link mkbr: operation not supported (EOPNOTSUPP)")
                let plain = try stage.socket.create(
                    LinkRequest(name: "mkbr", kind: .bridge(BridgeOptions())))
                let port = try stage.socket.createVeth(
                    name: "mkport", master: plain.index, peerName: "mkpeer")
                let refused = #expect(throws: NetlinkError.self) {
                    try stage.socket.add([BridgeVLAN(id: 100)], to: port.index)
                }
                #expect(refused?.errno == .eopnotsupp)
            }
        }

        private func expectTags(_ stage: Stage, _ bridge: Link) throws {
            let port = try stage.socket.createVeth(
                name: "mkport", master: bridge.index, peerName: "mkpeer")
            try stage.socket.add(
                [BridgeVLAN(id: 100, flags: [.pvid, .untagged]), BridgeVLAN(id: 200)],
                to: port.index)
            try stage.socket.add(
                [BridgeVLAN(id: 300, flags: .rangeBegin), BridgeVLAN(id: 303, flags: .rangeEnd)],
                to: port.index)
            try stage.socket.delete([BridgeVLAN(id: 5)], of: port.index)
            let seen = try #require(
                try stage.json("bridge", "-j", "vlan", "show", "dev", "mkport").first)["vlans"]
            #expect(seen.items.compactMap { $0["vlan"].int } == [100, 200, 300])
            #expect(seen[0]["flags"].strings == ["PVID", "Egress Untagged"])
            #expect(seen[2]["vlanEnd"].int == 303)
        }
    }
}
