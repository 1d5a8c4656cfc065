import CNIProtocol
import NetworkAddress
import PodNetwork
import PodRules
import RouteNetlink
import Testing

@Suite struct PointToPointPlanTests {
    func plan(
        _ addresses: [(String, String?)], routes: [ResultRoute] = [], members: String = ""
    ) throws -> PointToPointPlan {
        let text =
            #"{"cniVersion":"1.0.0","name":"n","type":"ptp","ipam":{"type":"static"}\#(members)}"#
        let options = try PointToPointConfiguration(
            try NetworkConfiguration(parsing: Array(text.utf8), for: .add))
        let addressing = CNIResult(
            addresses: try addresses.map { address, gateway in
                ResultAddress(
                    try #require(InterfaceAddress(address)),
                    gateway: gateway.flatMap { IPAddress($0) })
            }, routes: routes)
        return try PointToPointPlan(
            options, interfaceName: "eth0", addressing: addressing, dns: DNSSettings())
    }

    @Test func `the node has the gateways as hosts, and a route to each address`() throws {
        let plan = try plan([
            ("10.1.0.2/24", "10.1.0.1"), ("10.1.0.9/24", "10.1.0.1"), ("fd00::2/64", "fd00::1"),
        ])
        #expect(plan.gateways.map(\.description) == ["10.1.0.1/32", "fd00::1/128"])
        #expect(
            plan.hostRoutes.compactMap(\.destination).map(\.description) == [
                "10.1.0.2/32", "10.1.0.9/32", "fd00::2/128",
            ])
        #expect(plan.addresses.map(\.interface) == [1, 1, 1])
    }

    @Test func `the pod sends to its own network by the gateway`() throws {
        let everything = ResultRoute(try #require(IPPrefix("0.0.0.0/0")))
        let stack = try plan([("10.1.0.2/24", "10.1.0.1")], routes: [everything]).stack
        #expect(stack.removedRoutes.map(\.description) == ["10.1.0.0/24"])
        #expect(
            stack.replacements.map(\.description) == [
                "10.1.0.1/32", "10.1.0.0/24 via 10.1.0.1",
            ])
        #expect(stack.replacements[0].scope == .link)
        #expect(stack.replacements[1].source?.description == "10.1.0.2")
        #expect(stack.routes.map(\.description) == ["default via 10.1.0.1"])
    }

    @Test func `an address without a gateway is refused by name`() {
        #expect {
            try plan([("10.1.0.2/24", nil)])
        } throws: {
            guard let error = $0 as? CNIError else { return false }
            return error.code == .invalidConfiguration && error.message.contains("10.1.0.2/24")
        }
    }

    @Test(arguments: [
        #","ipMasq":1"#, #","mtu":70000"#, #","ipMasqBackend":"ebpf""#, #","ipam":{}"#,
    ])
    func `a value that cannot be is refused`(members: String) {
        // Of equal keys the first one counts, so the address plugin goes last where it is absent.
        let text =
            members.contains("ipam")
            ? #"{"cniVersion":"1.0.0","name":"n","type":"ptp"\#(members)}"#
            : #"{"cniVersion":"1.0.0","name":"n","type":"ptp","ipam":{"type":"x"}\#(members)}"#
        #expect(throws: CNIError.self) {
            try PointToPointConfiguration(
                try NetworkConfiguration(parsing: Array(text.utf8), for: .add))
        }
    }

    @Test func `masquerading names whole addresses, or none`() throws {
        let owner = RuleOwner(
            network: "n", attachment: Attachment(containerID: "a", interfaceName: "eth0"),
            plugin: "ptp")
        #expect(try plan([("10.1.0.2/24", "10.1.0.1")]).rules(owner: owner).isEmpty)
        let rules = try plan([("10.1.0.2/24", "10.1.0.1")], members: #","ipMasq":true"#)
            .rules(owner: owner)
        #expect(rules.masquerades.map(\.description) == ["10.1.0.2/24"])
    }
}
