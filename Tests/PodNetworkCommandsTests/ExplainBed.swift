import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodNetworkTesting
import PodRules
import RouteNetlink
import Testing

/// A node with pods a and b on one bridge, c on another, d alone on its pair, and a host behind a
/// pair of its own; all of them with addresses of both families.
final class ExplainBed: Sendable {
    let wire: Wire

    static func network(_ number: Int) -> JSON {
        [
            "cniVersion": "1.0.0", "name": .string("n\(number)"), "type": "bridge",
            "bridge": .string("cni\(number)"), "isGateway": true, "isDefaultGateway": true,
            "ipam": [
                "type": "host-local",
                "ranges": .array(
                    both("10.9.\(number).0/24").map { [["subnet": .string($0)]] }),
            ],
        ]
    }

    /// The pod without a bridge.
    private static var pointToPoint: JSON {
        var network = network(2)
        network["type"] = "ptp"
        network["ipam"]?["routes"] = [["dst": "0.0.0.0/0"], ["dst": "::/0"]]
        return network
    }

    init() throws {
        wire = try Wire()
        for (pod, number) in [("a", 0), ("b", 0), ("c", 1), ("d", 2)] {
            _ = try wire.pod(pod)
            let network = number == 2 ? Self.pointToPoint : Self.network(number)
            let answer = try wire.call(.ours, .add, network, pod: pod)
            try #require(answer.status == 0, "\(answer.text)")
        }
        let outside = try wire.pod("outside")
        try RouteSocket(in: wire.host).createVeth(
            name: "up0", peerName: "eth0", peerNamespace: outside.descriptor)
        try run("host", "ip addr add 192.0.2.1/24 dev up0")
        try run("host", "ip addr add 2001:db8::1/64 dev up0 nodad")
        try run("outside", "ip addr add 2001:db8::2/64 dev eth0 nodad")
        try run("host", "ip link set up0 up")
        try run("outside", "ip addr add 192.0.2.2/24 dev eth0")
        try run("outside", "ip link set eth0 up")
    }

    static let places = ["host", "a", "b", "c", "d", "outside"]

    func namespace(_ place: String) throws -> NetworkNamespace {
        place == "host" ? wire.host : try NetworkNamespace(path: wire.path(place))
    }

    /// The node's end of a pod's pair.
    func pair(_ pod: String) throws -> String {
        let alias = "n\(["c": 1, "d": 2][pod] ?? 0)/\(pod)/eth0"
        let links = try RouteSocket(in: wire.host).links()
        return try #require(links.first { $0.alias == alias }).name
    }

    /// Runs a command; `VETH-a` is the node's end of a's pair.
    func run(_ place: String, _ command: String) throws {
        let words = try command.split(separator: " ").map {
            $0.hasPrefix("VETH-") ? try pair(String($0.dropFirst(5))) : String($0)
        }
        try wire.tool("/usr/bin/env", words, in: try namespace(place))
    }

    /// Makes rules for a pod.
    func install(_ pod: String, _ change: (inout AttachmentRules) throws -> Void) throws {
        var rules = AttachmentRules(
            owner: RuleOwner(
                network: "n", attachment: Attachment(containerID: pod, interfaceName: "eth0"),
                plugin: "test"))
        try change(&rules)
        let made = rules
        if made.isEmpty { return }
        try wire.host.run { try PodRuleTable().install(made) }
    }

    /// What `explain` says.
    func explain(_ from: String, _ to: String, _ more: [String] = []) throws -> Answer {
        try wire.run(
            try Implementation.ours.executable("martlet-cni"),
            ["explain", "--from", from, "--to", to, "-o", "json"] + more, in: wire.host)
    }
}
