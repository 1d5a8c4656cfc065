import CNIProtocol
import NetworkAddress
import PodNetworkCommands
import PodRules
import Testing

/// What pods' rules say of a packet.
@Suite struct RuleBookTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    private func owner(_ container: String) -> RuleOwner {
        RuleOwner(
            network: "n", attachment: Attachment(containerID: container, interfaceName: "eth0"),
            plugin: "portmap")
    }

    private func book() throws -> RuleBook {
        var web = AttachmentRules(owner: owner("web"))
        let pod = try #require(InterfaceAddress("10.1.0.2/24"))
        web.masquerades = [pod]
        web.hostPorts = [
            HostPort(hostPort: 8080, transport: .tcp, podAddress: pod, podPort: 80),
            HostPort(
                hostPort: 9090, transport: .udp, podAddress: pod, podPort: 90,
                masquerading: .all),
        ]
        var own = AttachmentRules(owner: owner("own"))
        own.hostPorts = [
            HostPort(
                hostAddress: try address("192.0.2.7"), hostPort: 8080, transport: .tcp,
                podAddress: try #require(InterfaceAddress("10.1.0.3/24")), podPort: 81,
                masquerading: .none)
        ]
        own.spoofChecks = [
            SpoofCheck(port: "veth1", address: try #require(MACAddress("02:00:00:00:00:01")))
        ]
        own.ingress = [
            IngressRule(policy: .sameBridge, address: try address("10.1.0.2"), bridge: "cni0"),
            IngressRule(policy: .isolated, address: try address("10.1.0.3"), bridge: "cni0"),
            IngressRule(policy: .sameBridge, address: try address("10.2.0.2"), bridge: "cni1"),
        ]
        return RuleBook(rules: [web, own])
    }

    @Test(
        arguments: [
            ("192.0.2.1", 8080, TransportProtocol.tcp, "198.51.100.1", "web", false),
            ("192.0.2.1", 8080, .tcp, "10.1.0.9", "web", true),
            ("127.0.0.1", 8080, .tcp, "127.0.0.1", "web", true),
            ("192.0.2.7", 8080, .tcp, "10.1.0.9", "own", false),
            ("192.0.2.1", 9090, .udp, "198.51.100.1", "web", true),
            ("192.0.2.1", 8080, .udp, "198.51.100.1", "", false),
            ("192.0.2.1", 8081, .tcp, "198.51.100.1", "", false),
            ("fd00::1", 8080, .tcp, "fd00::2", "", false),
        ] as [(String, UInt16, TransportProtocol, String, String, Bool)])
    func `a host port takes packets of its own, and masquerades as it says`(
        target: String, port: UInt16, transport: TransportProtocol, source: String,
        container: String, isMasqueraded: Bool
    ) throws {
        let match = try book().hostPort(
            to: try address(target), Port(rawValue: port), transport, from: try address(source))
        #expect((match?.owner.attachment.containerID ?? "") == container)
        #expect((match?.isMasqueraded ?? false) == isMasqueraded)
    }

    @Test(arguments: [
        ("10.1.0.2", "198.51.100.1", true), ("10.1.0.2", "10.1.0.9", false),
        ("10.1.0.2", "239.1.1.1", false), ("10.1.0.3", "198.51.100.1", false),
        ("10.1.0.2", "10.2.0.2", true),
    ])
    func `only what leaves a pod's network is masqueraded`(
        source: String, target: String, isMasqueraded: Bool
    ) throws {
        let network = try book().masquerade(
            from: try address(source), to: try address(target))
        #expect((network != nil) == isMasqueraded)
    }

    @Test(arguments: [
        ("10.1.0.2", "cni0", nil), ("10.1.0.2", "cni1", IngressRule.Policy.sameBridge),
        ("10.1.0.3", "cni1", .isolated), ("10.1.0.3", "cni0", .isolated),
        ("10.1.0.2", "eth0", nil), ("10.1.0.9", "cni1", nil),
    ])
    func `a policy is between bridges that have one`(
        target: String, bridge: String, policy: IngressRule.Policy?
    ) throws {
        #expect(try book().policy(to: try address(target), from: bridge) == policy)
    }

    @Test func `isolation and senders are a pod's own`() throws {
        let book = try book()
        #expect(try book.isIsolated(try address("10.1.0.3")))
        #expect(try !book.isIsolated(try address("10.1.0.2")))
        #expect(book.senders(at: "veth1")?.count == 1)
        #expect(book.senders(at: "veth2") == nil)
    }
}
