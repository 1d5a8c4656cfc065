import Conntrack
import FlowCleanup
import NetworkAddress
import ServiceModel
import Testing

@Suite struct FlowRuleTests {
    func flow(to: String, reached: String) throws -> Flow {
        let client = try #require(SocketEndpoint("10.244.0.1:5000"))
        let to = try #require(SocketEndpoint(to))
        let reached = try #require(SocketEndpoint(reached))
        return Flow(
            original: FlowTuple(
                source: client.address, destination: to.address, transport: .udp,
                sourcePort: client.port, destinationPort: to.port),
            reply: FlowTuple(
                source: reached.address, destination: client.address, transport: .udp,
                sourcePort: reached.port, destinationPort: client.port))
    }

    func target(_ address: String?, _ port: Port) -> Frontend.Target {
        Frontend.Target(address: address.flatMap { IPAddress($0) }, transport: .udp, port: port)
    }

    @Test(arguments: [
        ("10.96.0.1:53", "10.244.0.9:5353", false), ("10.96.0.1:53", "10.244.0.8:5353", true),
        ("10.96.0.1:53", "10.96.0.1:53", true), ("10.96.0.1:54", "10.244.0.8:5353", false),
        ("192.0.2.1:30053", "10.244.0.9:5353", false),
        ("192.0.2.1:30053", "10.244.0.8:5353", true),
        ("192.0.2.2:30053", "10.244.0.8:5353", false),
    ])
    func `flows that lead to nobody who serves must end`(
        to: String, reached: String, mustEnd: Bool
    ) throws {
        let serving: Set<SocketEndpoint> = [try #require(SocketEndpoint("10.244.0.9:5353"))]
        let rule = FlowRule(
            targets: [target("10.96.0.1", 53): serving, target(nil, 30053): serving],
            nodePortAddresses: [try #require(IPAddress("192.0.2.1"))])
        #expect(rule.mustEnd(try flow(to: to, reached: reached)) == mustEnd)
    }

    @Test func `where nobody serves, only translated flows end`() throws {
        let rule = FlowRule(targets: [target("10.96.0.1", 53): []], nodePortAddresses: [])
        #expect(rule.mustEnd(try flow(to: "10.96.0.1:53", reached: "10.244.0.9:5353")))
        #expect(!rule.mustEnd(try flow(to: "10.96.0.1:53", reached: "10.96.0.1:53")))
    }
}
