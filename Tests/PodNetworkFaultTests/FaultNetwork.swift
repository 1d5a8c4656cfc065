import JSON
import Testing

/// A network that faults befall: its plugins, in the order in which ADD calls them.
struct FaultNetwork: Sendable, CustomTestStringConvertible {
    var name: String
    /// The plugins' configurations, as JSON.
    var plugins: [String]
    var testDescription: String { name }

    /// Addresses on a bridge, masqueraded.
    static let bridge = FaultNetwork(
        name: "bridge",
        plugins: [
            """
            {"type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "ipam":{"type":"host-local","ranges":[[{"subnet":"10.61.0.0/24"}]]}}
            """
        ])

    /// The same for both versions of the Internet protocol.
    static let dualStack = FaultNetwork(
        name: "dual-stack",
        plugins: [
            """
            {"type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "hairpinMode":true,"ipam":{"type":"host-local",
             "ranges":[[{"subnet":"10.62.0.0/24"}],[{"subnet":"fd00:62::/64"}]]}}
            """
        ])

    /// A chain of every plugin that adds to a bridge.
    static let chain = FaultNetwork(
        name: "chain",
        plugins: [
            """
            {"type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "ipam":{"type":"host-local","ranges":[[{"subnet":"10.64.0.0/24"}]]}}
            """, tuning, bandwidth, firewall, portmap,
        ])

    /// All of that in one plugin, for both versions of the Internet protocol.
    static let unified = FaultNetwork(
        name: "unified",
        plugins: [
            """
            {"type":"martlet","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "macspoofchk":true,"ingressPolicy":"same-bridge","dataDir":"",
             "sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"},"txQLen":500,
             "runtimeConfig":{"portMappings":[
             {"hostPort":PORT,"containerPort":80,"protocol":"tcp"},
             {"hostPort":PORT,"containerPort":53,"protocol":"udp"}],
             "bandwidth":{"ingressRate":8000000,"ingressBurst":800000,
             "egressRate":8000000,"egressBurst":800000}},
             "ipam":{"type":"host-local",
             "ranges":[[{"subnet":"10.65.0.0/24"}],[{"subnet":"fd00:65::/64"}]]}}
            """
        ])

    /// One plugin again, with everything beside each other that can be there by itself.
    static let every = FaultNetwork(
        name: "every",
        plugins: [
            """
            {"type":"martlet","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "snat":true,"ingressPolicy":"same-bridge",
             "ingressRate":8000000,"ingressBurst":800000,
             "egressRate":8000000,"egressBurst":800000,
             "runtimeConfig":{"portMappings":[
             {"hostPort":PORT,"containerPort":80,"protocol":"tcp"},
             {"hostPort":PORT,"containerPort":53,"protocol":"udp"}]},
             "ipam":{"type":"host-local","ranges":[[{"subnet":"10.61.0.0/24"}]]}}
            """
        ])

    static let tuning = """
        {"type":"tuning","dataDir":"","mtu":1400,
         "sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"}}
        """
    static let bandwidth = """
        {"type":"bandwidth","ingressRate":8000000,"ingressBurst":800000,
         "egressRate":8000000,"egressBurst":800000}
        """
    static let firewall = #"{"type":"firewall","ingressPolicy":"same-bridge"}"#
    static let portmap = """
        {"type":"portmap","snat":true,"runtimeConfig":{"portMappings":[
         {"hostPort":PORT,"containerPort":80,"protocol":"tcp"},
         {"hostPort":PORT,"containerPort":53,"protocol":"udp"}]}}
        """

    /// A link of its own for each pod.
    static let pointToPoint = FaultNetwork(
        name: "ptp",
        plugins: [
            """
            {"type":"ptp","ipMasq":true,"ipam":{"type":"host-local",
             "ranges":[[{"subnet":"10.66.0.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}}
            """
        ])

    static let all = [bridge, dualStack, chain, unified, pointToPoint]

    /// What a plugin reads on standard input.
    func configuration(
        of plugin: Int, state: String, previous: JSON? = nil, pod: String = "a"
    ) throws -> JSON {
        let text = plugins[plugin].split(separator: "PORT", omittingEmptySubsequences: false)
        var result = try JSON(parsing: Array(text.joined(separator: "\(Self.port(pod))").utf8))
        result["cniVersion"] = "1.1.0"
        result["name"] = .string(name)
        if result["dataDir"] != nil { result["dataDir"] = .string(state + "/tuning") }
        if let previous { result["prevResult"] = previous }
        return result
    }

    /// A port of the node for a pod: the same in every run, another for each name in use here.
    private static func port(_ pod: String) -> Int {
        20_000 + pod.utf8.reduce(0) { ($0 * 31 + Int($1)) % 40_000 }
    }
}
