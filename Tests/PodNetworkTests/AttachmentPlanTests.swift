import CNIProtocol
import NetworkAddress
import PodNetwork
import PodRules
import Testing

@Suite struct AttachmentPlanTests {
    func plan(
        _ options: String, addresses: [(String, String?)] = [("10.1.0.2/24", "10.1.0.1")],
        routes: [ResultRoute] = []
    ) throws -> AttachmentPlan {
        let addressing = CNIResult(
            addresses: try addresses.map { address, gateway in
                ResultAddress(
                    try #require(InterfaceAddress(address)),
                    gateway: gateway.flatMap { IPAddress($0) })
            }, routes: routes)
        return AttachmentPlan(
            try decode(options), interfaceName: "eth0", addressing: addressing,
            dns: DNSSettings())
    }

    func decode(_ members: String, arguments: String = "") throws -> BridgeConfiguration {
        let text = #"{"cniVersion":"1.0.0","name":"n","type":"bridge"\#(members)}"#
        return try BridgeConfiguration(
            try NetworkConfiguration(parsing: Array(text.utf8), for: .add),
            arguments: try CNIArguments(parsing: arguments))
    }

    @Test func `without options there is a bridge and nothing else`() throws {
        let plan = try plan("")
        #expect(plan.bridge == "cni0")
        #expect(plan.gateways.isEmpty)
        #expect(plan.masquerades.isEmpty)
        #expect(plan.routes.isEmpty)
        #expect(plan.mtu == nil)
    }

    @Test func `a gateway's address goes on the bridge with its network's length`() throws {
        let plan = try plan(
            #","isGateway":true"#,
            addresses: [("10.1.0.2/24", "10.1.0.1"), ("fd00::2/64", nil)])
        #expect(plan.gateways.map(\.description) == ["10.1.0.1/24", "fd00::1/64"])
        #expect(plan.addresses.map { $0.gateway?.description } == ["10.1.0.1", "fd00::1"])
        #expect(plan.addresses.map(\.interface) == [2, 2])
    }

    @Test func `the default gateway makes one default route a family`() throws {
        let plan = try plan(
            #","isDefaultGateway":true"#,
            addresses: [
                ("10.1.0.2/24", "10.1.0.1"), ("10.2.0.2/24", "10.2.0.1"), ("fd00::2/64", "fd00::1"),
            ])
        #expect(plan.routes.map(\.destination.description) == ["0.0.0.0/0", "::/0"])
        #expect(plan.routes.map { $0.gateway?.description } == ["10.1.0.1", "fd00::1"])
        #expect(plan.gateways.count == 3)
    }

    @Test func `a configured default route with a gateway is enough`() throws {
        let route = ResultRoute(try #require(IPPrefix("0.0.0.0/0")), gateway: IPAddress("10.1.0.9"))
        let plan = try plan(#","isDefaultGateway":true"#, routes: [route])
        #expect(plan.routes == [route])
    }

    @Test func `a route without a gateway takes its family's`() throws {
        let four = ResultRoute(try #require(IPPrefix("10.0.0.0/8")))
        let six = ResultRoute(try #require(IPPrefix("fd00::/8")))
        let plan = try plan(
            "", addresses: [("10.1.0.2/24", "10.1.0.1"), ("fd00::2/64", nil)],
            routes: [four, six])
        #expect(plan.stack.routes.map { $0.gateway?.description } == ["10.1.0.1", nil])
    }

    @Test func `the hardware address can be asked for`() throws {
        let mac = "0a:00:00:00:00:01"
        #expect(try decode("", arguments: "MAC=\(mac)").macAddress?.description == mac)
        #expect(
            try decode(#","args":{"cni":{"mac":"\#(mac)"}}"#).macAddress?.description == mac)
        #expect(
            try decode(#","runtimeConfig":{"mac":"\#(mac)"}"#).macAddress?.description == mac)
        #expect(throws: CNIError.self) { try decode("", arguments: "MAC=x") }
    }

    @Test func `options of the port are in the plan`() throws {
        let plain = try plan("")
        #expect(plain.port == nil)
        #expect(plain.vlans == nil)
        #expect(plain.isUp)
        #expect(!plain.stack.detectsDuplicates)
        let plan = try plan(
            #","portIsolation":true,"hairpinMode":true,"enabledad":true,"vlan":100"#)
        #expect(plan.port?.isIsolated == true)
        #expect(plan.port?.isHairpin == true)
        #expect(plan.stack.detectsDuplicates)
        #expect(plan.gatewayLinkName == "cni0.100")
        #expect(try self.plan(#","disableContainerInterface":true"#, addresses: []).isUp == false)
    }

    @Test func `a spoof check names the node's end and the pod's hardware address`() throws {
        let owner = RuleOwner(
            network: "n", attachment: Attachment(containerID: "a", interfaceName: "eth0"),
            plugin: "bridge")
        let plan = try plan(#","macspoofchk":true,"ipMasq":true"#)
        let rules = plan.rules(owner: owner, hostName: "veth7")
        #expect(rules.spoofChecks == [SpoofCheck(port: "veth7", address: plan.podMAC)])
        #expect(rules.masquerades.map(\.description) == ["10.1.0.2/24"])
        #expect(try self.plan("").rules(owner: owner, hostName: "veth7").isEmpty)
    }

    @Test(arguments: [
        #","vlan":5000"#, #","bridge":7"#, #","bridge":"a/b"#, #","bridge":"sixteen-byte-name""#,
        #","mtu":-1"#, #","mtu":"1500""#, #","isGateway":"yes""#, #","ipMasqBackend":"ebpf""#,
        #","hairpinMode":true,"promiscMode":true"#, #","vlan":-1"#, #","vlanTrunk":7"#,
        #","vlanTrunk":[{}]"#, #","vlanTrunk":[{"id":5000}]"#, #","vlanTrunk":[{"minID":5}]"#,
        #","vlanTrunk":[{"maxID":5}]"#, #","vlanTrunk":[{"minID":6,"maxID":5}]"#,
        #","preserveDefaultVlan":1"#, #","macspoofchk":"true""#, #","portIsolation":0"#,
        #","disableContainerInterface":true,"ipam":{"type":"host-local"}"#,
    ])
    func `a value that cannot be is refused`(members: String) {
        #expect(throws: CNIError.self) { try decode(members) }
    }

    @Test func `the result names bridge, node's end and pod's end`() throws {
        let plan = try plan(#","isGateway":true,"mtu":1400"#)
        let result = plan.result(
            bridgeMAC: MACAddress.zero, hostName: "veth0", mtu: 1400, sandbox: "/run/netns/a")
        #expect(result.interfaces.map(\.name) == ["cni0", "veth0", "eth0"])
        #expect(result.interfaces.map(\.sandbox) == [nil, nil, "/run/netns/a"])
    }
}
