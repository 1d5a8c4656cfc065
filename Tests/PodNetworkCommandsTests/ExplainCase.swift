import NetworkAddress

/// One question to `explain`, and how it must end.
///
/// It is asked for TCP and UDP, and for both versions of the Internet protocol: addresses are
/// written as those of version 4, and `ExplainBed.version6` says those of version 6.
struct ExplainCase: CustomStringConvertible, Sendable {
    var description: String
    /// Changes first: where, and what; once as it stands, and once for version 6, where that is
    /// another command.
    var changes: [(String, String)] = []
    /// Rules first.
    var rules: Set<String> = []
    var from: String
    var to: String
    /// What `explain` must say at the end: the verdict and a word of a problem.
    var verdict: String
    var problem = ""
    var families = AddressFamily.allCases

    /// The case for an address family.
    func of(_ family: AddressFamily) -> ExplainCase {
        guard family == .ipv6 else { return self }
        var item = self
        item.from = ExplainBed.version6(from)
        item.to = ExplainBed.version6(to)
        item.problem = ExplainBed.version6(problem)
        return item
    }

    static let all = ways + hostPorts + policies + faults
}

extension ExplainCase {
    static let ways: [ExplainCase] = [
        ExplainCase(description: "one bridge", from: "a", to: "10.9.0.3:80", verdict: "delivered"),
        ExplainCase(description: "two bridges", from: "a", to: "10.9.1.2:80", verdict: "delivered"),
        ExplainCase(description: "to the node", from: "a", to: "10.9.0.1:80", verdict: "delivered"),
        ExplainCase(
            description: "to the node's other address", from: "a", to: "192.0.2.1:80",
            verdict: "delivered"),
        ExplainCase(
            description: "from the node", from: "node", to: "10.9.1.2:80", verdict: "delivered"),
        ExplainCase(
            description: "the node to itself", from: "node", to: "192.0.2.1:80",
            verdict: "delivered"),
        ExplainCase(
            description: "to a pod's own address", from: "a", to: "10.9.0.2:80",
            verdict: "lost", problem: "the pod's lo is switched off"),
        ExplainCase(
            description: "to a pod's own address, with lo",
            changes: [("a", "ip link set lo up")], from: "a", to: "10.9.0.2:80",
            verdict: "delivered"),
        ExplainCase(
            description: "nobody there", from: "a", to: "10.9.0.77:80", verdict: "lost",
            problem: "nobody at cni0"),
        ExplainCase(
            description: "nobody there, routed", from: "a", to: "10.9.1.77:80", verdict: "lost",
            problem: "nobody at cni1"),
        ExplainCase(
            description: "outside knows no pods", from: "a", to: "192.0.2.2:80", verdict: "lost",
            problem: "no route back to 10.9.0.2"),
        ExplainCase(
            description: "outside, masqueraded", rules: ["masquerade"], from: "a",
            to: "192.0.2.2:80", verdict: "delivered"),
        ExplainCase(
            description: "masqueraded within its network", rules: ["masquerade"], from: "a",
            to: "10.9.0.3:80", verdict: "delivered"),
        ExplainCase(
            description: "masqueraded to another bridge", rules: ["masquerade"], from: "a",
            to: "10.9.1.2:80", verdict: "delivered"),
        ExplainCase(
            description: "from outside without a route", from: "192.0.2.2", to: "10.9.0.2:80",
            verdict: "lost", problem: "the pod has no route"),
        ExplainCase(
            description: "from outside with a route",
            changes: [("outside", "ip route add 10.9.0.0/16 via 192.0.2.1")], from: "192.0.2.2",
            to: "10.9.0.2:80", verdict: "delivered"),
        ExplainCase(
            description: "alone on a pair, to a bridge", from: "d", to: "10.9.0.2:80",
            verdict: "delivered"),
        ExplainCase(
            description: "from a bridge to one alone on a pair", from: "a", to: "10.9.2.2:80",
            verdict: "delivered"),
        ExplainCase(
            description: "alone on a pair, to its gateway", from: "d", to: "10.9.2.1:80",
            verdict: "delivered"),
        ExplainCase(
            description: "alone on a pair, to the node's other address", from: "d",
            to: "192.0.2.1:80", verdict: "delivered"),
        ExplainCase(
            description: "the node to one alone on a pair", from: "node", to: "10.9.2.2:80",
            verdict: "delivered"),
        ExplainCase(
            description: "alone on a pair, outside, masqueraded", rules: ["masquerade-d"],
            from: "d", to: "192.0.2.2:80", verdict: "delivered"),
        ExplainCase(
            description: "masqueraded by a route with an address of its own",
            changes: [("host", "ip route replace 192.0.2.0/24 dev up0 src 10.9.0.1")],
            rules: ["masquerade"], from: "a", to: "192.0.2.2:80", verdict: "delivered",
            families: [.ipv4]),
        ExplainCase(
            description: "masqueraded by a link with two networks",
            changes: [
                ("host", "ip addr flush dev up0"),
                ("host", "ip addr add 198.51.100.1/24 dev up0"),
                ("host", "ip addr add 192.0.2.1/24 dev up0"),
            ], rules: ["masquerade"], from: "a", to: "192.0.2.2:80", verdict: "delivered",
            families: [.ipv4]),
    ]

    static let hostPorts: [ExplainCase] = [
        ExplainCase(
            description: "a host port from outside", rules: ["port"], from: "192.0.2.2",
            to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port from the pod itself, over a bridge that asks the rules",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=1")],
            rules: ["port"], from: "a", to: "192.0.2.1:8080", verdict: "lost",
            problem: "hairpinMode is off"),
        ExplainCase(
            description: "a host port from the pod itself, over one that does not",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=0")],
            rules: ["port"], from: "a", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port from the pod itself, back by its port",
            changes: [("host", "bridge link set dev VETH-a hairpin on")], rules: ["port"],
            from: "a", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port from a neighbour", rules: ["port"], from: "b",
            to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port from the other bridge", rules: ["port"], from: "c",
            to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port from the node", rules: ["port"], from: "node",
            to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port by 127.0.0.1",
            changes: [("host", "sysctl -qw net.ipv4.conf.cni0.route_localnet=1")],
            rules: ["port"], from: "node", to: "127.0.0.1:8080", verdict: "delivered",
            families: [.ipv4]),
        ExplainCase(
            description: "a host port by 127.0.0.1 that is not routed",
            changes: [
                ("host", "sysctl -qw net.ipv4.conf.all.route_localnet=0"),
                ("host", "sysctl -qw net.ipv4.conf.cni0.route_localnet=0"),
            ], rules: ["port"], from: "node", to: "127.0.0.1:8080", verdict: "lost",
            problem: "route_localnet", families: [.ipv4]),
        ExplainCase(
            description: "a host port by ::1, which is routed nowhere", rules: ["port"],
            from: "node", to: "127.0.0.1:8080", verdict: "lost", problem: "leave",
            families: [.ipv6]),
        ExplainCase(
            description: "a host port by ::1, masqueraded", rules: ["port-all"],
            from: "node", to: "127.0.0.1:8080", verdict: "lost", problem: "leave",
            families: [.ipv6]),
        ExplainCase(
            description: "a host port of one address, from outside", rules: ["own-port"],
            from: "192.0.2.2", to: "192.0.2.1:80", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one address, from a neighbour", rules: ["own-port"],
            from: "b", to: "192.0.2.1:80", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one address, and another one asked",
            rules: ["own-port"], from: "b", to: "10.9.0.1:80", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one address, from the node", rules: ["own-port"],
            from: "node", to: "192.0.2.1:80", verdict: "delivered"),
        ExplainCase(
            description: "a host port that masquerades all, from outside", rules: ["port-all"],
            from: "192.0.2.2", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port that masquerades nobody, from outside",
            changes: [("outside", "ip route add 10.9.0.0/16 via 192.0.2.1")],
            rules: ["port-none"], from: "192.0.2.2", to: "192.0.2.1:8080",
            verdict: "delivered"),
        ExplainCase(
            description: "one that masquerades nobody, from a neighbour, who is answered directly",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=0")],
            rules: ["port-none"], from: "b", to: "192.0.2.1:8080", verdict: "lost",
            problem: "past the node"),
        ExplainCase(
            description: "the same over a bridge that asks the rules",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=1")],
            rules: ["port-none"], from: "b", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one alone on a pair, from outside", rules: ["port-d"],
            from: "192.0.2.2", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one alone on a pair, from a bridge", rules: ["port-d"],
            from: "a", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port of one alone on a pair, from itself", rules: ["port-d"],
            from: "d", to: "192.0.2.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port by the gateway's address", rules: ["port"], from: "b",
            to: "10.9.0.1:8080", verdict: "delivered"),
        ExplainCase(
            description: "a host port of a pod that is gone",
            changes: [("host", "ip link del VETH-a")], rules: ["port"], from: "192.0.2.2",
            to: "192.0.2.1:8080", verdict: "lost", problem: "nobody at cni0"),
    ]

    static let policies: [ExplainCase] = [
        ExplainCase(
            description: "same-bridge, from the other bridge", rules: ["same-bridge"], from: "c",
            to: "10.9.0.2:80", verdict: "forbidden"),
        ExplainCase(
            description: "same-bridge, from its own", rules: ["same-bridge"], from: "b",
            to: "10.9.0.2:80", verdict: "delivered"),
        ExplainCase(
            description: "isolated, from its own bridge", rules: ["isolated"], from: "b",
            to: "10.9.0.2:80", verdict: "forbidden"),
        ExplainCase(
            description: "isolated, from the node", rules: ["isolated"], from: "node",
            to: "10.9.0.2:80", verdict: "delivered"),
        ExplainCase(
            description: "same-bridge, from outside",
            changes: [("outside", "ip route add 10.9.0.0/16 via 192.0.2.1")],
            rules: ["same-bridge"], from: "192.0.2.2", to: "10.9.0.2:80", verdict: "delivered"),
        ExplainCase(
            description: "isolated, from a bridge without a policy", rules: ["isolated"],
            from: "c", to: "10.9.0.2:80", verdict: "delivered"),
        ExplainCase(
            description: "isolated, from its own bridge by a host port",
            rules: ["isolated", "port"], from: "b", to: "192.0.2.1:8080", verdict: "forbidden"),
        ExplainCase(
            description: "isolated, from outside by a host port", rules: ["isolated", "port"],
            from: "192.0.2.2", to: "192.0.2.1:8080", verdict: "delivered"),
    ]

    static let faults: [ExplainCase] = [
        ExplainCase(
            description: "its own hardware address", rules: ["spoof"], from: "a",
            to: "10.9.0.3:80", verdict: "delivered"),
        ExplainCase(
            description: "a forged hardware address",
            changes: [("a", "ip link set eth0 address 02:00:00:00:00:99")], rules: ["forged"],
            from: "a", to: "10.9.0.3:80", verdict: "lost", problem: "frames may come from"),
        ExplainCase(
            description: "isolated ports",
            changes: [
                ("host", "bridge link set dev VETH-a isolated on"),
                ("host", "bridge link set dev VETH-b isolated on"),
            ], from: "a", to: "10.9.0.3:80", verdict: "forbidden"),
        ExplainCase(
            description: "no forwarding",
            changes: [
                ("host", "sysctl -qw net.ipv4.conf.cni0.forwarding=0"),
                ("host", "sysctl -qw net.ipv6.conf.all.forwarding=0"),
            ], from: "a", to: "10.9.1.2:80", verdict: "lost", problem: "does not forward"),
        ExplainCase(
            description: "forwarding by two links alone",
            changes: [
                ("host", "sysctl -qw net.ipv6.conf.all.forwarding=0"),
                ("host", "sysctl -qw net.ipv6.conf.cni0.force_forwarding=1"),
                ("host", "sysctl -qw net.ipv6.conf.cni1.force_forwarding=1"),
            ], from: "a", to: "10.9.1.2:80", verdict: "delivered", families: [.ipv6]),
        ExplainCase(
            description: "no route in the pod", changes: [("a", "ip route del default")],
            from: "a", to: "10.9.1.2:80", verdict: "lost", problem: "the pod has no route"),
        ExplainCase(
            description: "no route back", changes: [("c", "ip route del default")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "no route back"),
        ExplainCase(
            description: "a blackhole on the node",
            changes: [("host", "ip route add blackhole 10.9.1.2/32")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "refuses packets"),
        ExplainCase(
            description: "an unreachable route on the node",
            changes: [("host", "ip route add unreachable 10.9.1.2/32")], from: "a",
            to: "10.9.1.2:80", verdict: "lost"),
        ExplainCase(
            description: "a prohibition in the pod",
            changes: [("a", "ip route add prohibit 10.9.1.2/32")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "refuses packets"),
        ExplainCase(
            description: "a bridge that is off", changes: [("host", "ip link set cni1 down")],
            from: "a", to: "10.9.1.2:80", verdict: "lost"),
        ExplainCase(
            description: "a pair that is off", changes: [("host", "ip link set VETH-a down")],
            from: "a", to: "10.9.0.3:80", verdict: "lost", problem: "switched off"),
        ExplainCase(
            description: "a wrong neighbour",
            changes: [
                (
                    "host",
                    "ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:99 dev cni0 nud permanent"
                )
            ], from: "node", to: "10.9.0.2:80", verdict: "lost",
            problem: "is thought to be 02:00:00:00:00:99"),
    ]
}
