import CNIProtocol
import LinuxSystem
import NetworkAddress
import Nftables
import PodNetworkTesting
import PodRules

/// A namespace with the table of rules, and `nft` to look at what is there.
struct RuleBed {
    let wire: Wire
    let table: PodRuleTable

    init() throws {
        let wire = try Wire()
        self.wire = wire
        table = try wire.host.run { try PodRuleTable() }
    }

    /// What `nft` says of a set.
    func list(_ family: String, _ set: String) throws -> String {
        try wire.tool(
            "/usr/sbin/nft", ["list", "set", family, "martlet-cni", set], in: wire.host
        ).text
    }

    /// How many elements all sets and maps have, by `nft`.
    func elementCount() throws -> Int {
        let items =
            try wire.tool("/usr/sbin/nft", ["-j", "list", "ruleset"], in: wire.host)
            .json["nftables"]?.array ?? []
        return items.reduce(0) { count, item in
            let holder = item["set"] ?? item["map"]
            return count + (holder?["elem"]?.array?.count ?? 0)
        }
    }

    func nft(_ command: String) throws {
        try wire.tool("/usr/sbin/nft", [command], in: wire.host)
    }
}

/// Rules of attachments for the tests.
enum Sample {
    static func owner(
        _ container: String, network: String = "net", plugin: String = "martlet"
    ) -> RuleOwner {
        RuleOwner(
            network: network,
            attachment: Attachment(containerID: container, interfaceName: "eth0"), plugin: plugin)
    }

    static func address(_ text: String) throws -> InterfaceAddress {
        guard let address = InterfaceAddress(text) else { throw Unreadable(text: text) }
        return address
    }

    static func port(
        _ hostPort: UInt16, to address: String, _ transport: TransportProtocol = .tcp,
        on hostAddress: String? = nil, masquerading: HostPort.Masquerading = .local
    ) throws -> HostPort {
        HostPort(
            hostAddress: hostAddress.flatMap { IPAddress($0) },
            hostPort: Port(rawValue: hostPort), transport: transport,
            podAddress: try Self.address(address), podPort: Port(rawValue: 80),
            masquerading: masquerading)
    }

    /// Rules with something of each kind, in both families.
    static func everything(_ number: Int, container: String? = nil) throws -> AttachmentRules {
        var rules = AttachmentRules(owner: owner(container ?? "pod\(number)"))
        let v4 = "10.1.0.\(number)/24"
        let v6 = "fd00:1::\(number)/64"
        rules.masquerades = [try address(v4), try address(v6)]
        rules.hostPorts = [
            try port(8000 + UInt16(number), to: v4), try port(8000 + UInt16(number), to: v6),
            try port(9000 + UInt16(number), to: v4, .udp, on: "192.0.2.1"),
            try port(9000 + UInt16(number), to: v6, .udp, on: "2001:db8::1"),
        ]
        rules.spoofChecks = [
            SpoofCheck(port: "veth\(number)", address: .locallyAdministered(UInt64(number)))
        ]
        rules.ingress = [
            IngressRule(policy: .sameBridge, address: try address(v4).address, bridge: "cni0"),
            IngressRule(policy: .isolated, address: try address(v6).address, bridge: "cni0"),
        ]
        rules.forwards = rules.masquerades.map(\.address)
        return rules
    }

    struct Unreadable: Error { var text: String }
}
