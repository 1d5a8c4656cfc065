import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodNetworkTesting
import PodRules
import Testing

/// `explain` and a real connection must agree: whether it arrives, where, and from whom.
@Suite(.serialized) struct ExplainKernelTests {
    struct Case: CustomStringConvertible, Sendable {
        var description: String
        /// Changes first: where, and what.
        var changes: [(String, String)] = []
        /// Rules first.
        var rules: Set<String> = []
        var from: String
        var to: String
        /// What `explain` must say at the end: the verdict and a word of a problem.
        var verdict: String
        var problem = ""
    }

    static let cases: [Case] = [
        Case(description: "one bridge", from: "a", to: "10.9.0.3:80", verdict: "delivered"),
        Case(description: "two bridges", from: "a", to: "10.9.1.2:80", verdict: "delivered"),
        Case(description: "to the node", from: "a", to: "10.9.0.1:80", verdict: "delivered"),
        Case(
            description: "to the node's other address", from: "a", to: "192.0.2.1:80",
            verdict: "delivered"),
        Case(description: "from the node", from: "node", to: "10.9.1.2:80", verdict: "delivered"),
        Case(
            description: "the node to itself", from: "node", to: "192.0.2.1:80",
            verdict: "delivered"),
        Case(
            description: "to a pod's own address", from: "a", to: "10.9.0.2:80",
            verdict: "lost", problem: "the pod's lo is switched off"),
        Case(
            description: "to a pod's own address, with lo",
            changes: [("a", "ip link set lo up")], from: "a", to: "10.9.0.2:80",
            verdict: "delivered"),
        Case(
            description: "nobody there", from: "a", to: "10.9.0.77:80", verdict: "lost",
            problem: "nobody at cni0"),
        Case(
            description: "nobody there, routed", from: "a", to: "10.9.1.77:80", verdict: "lost",
            problem: "nobody at cni1"),
        Case(
            description: "outside knows no pods", from: "a", to: "192.0.2.2:80", verdict: "lost",
            problem: "no route back to 10.9.0.2"),
        Case(
            description: "outside, masqueraded", rules: ["masquerade"], from: "a",
            to: "192.0.2.2:80", verdict: "delivered"),
        Case(
            description: "masqueraded within its network", rules: ["masquerade"], from: "a",
            to: "10.9.0.3:80", verdict: "delivered"),
        Case(
            description: "masqueraded to another bridge", rules: ["masquerade"], from: "a",
            to: "10.9.1.2:80", verdict: "delivered"),
        Case(
            description: "from outside without a route", from: "192.0.2.2", to: "10.9.0.2:80",
            verdict: "lost", problem: "the pod has no route"),
        Case(
            description: "from outside with a route",
            changes: [("outside", "ip route add 10.9.0.0/16 via 192.0.2.1")], from: "192.0.2.2",
            to: "10.9.0.2:80", verdict: "delivered"),
    ]

    static let hostPorts: [Case] = [
        Case(
            description: "a host port from outside", rules: ["port"], from: "192.0.2.2",
            to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port from the pod itself, over a bridge that asks the rules",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=1")],
            rules: ["port"], from: "a", to: "192.0.2.1:8080", verdict: "lost",
            problem: "hairpinMode is off"),
        Case(
            description: "a host port from the pod itself, over one that does not",
            changes: [("host", "sysctl -qw net.bridge.bridge-nf-call-iptables=0")],
            rules: ["port"], from: "a", to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port from the pod itself, back by its port",
            changes: [("host", "bridge link set dev VETH-a hairpin on")], rules: ["port"],
            from: "a", to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port from a neighbour", rules: ["port"], from: "b",
            to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port from the other bridge", rules: ["port"], from: "c",
            to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port from the node", rules: ["port"], from: "node",
            to: "192.0.2.1:8080", verdict: "delivered"),
        Case(
            description: "a host port by 127.0.0.1",
            changes: [("host", "sysctl -qw net.ipv4.conf.cni0.route_localnet=1")],
            rules: ["port"], from: "node", to: "127.0.0.1:8080", verdict: "delivered"),
        Case(
            description: "a host port by 127.0.0.1 that is not routed",
            changes: [
                ("host", "sysctl -qw net.ipv4.conf.all.route_localnet=0"),
                ("host", "sysctl -qw net.ipv4.conf.cni0.route_localnet=0"),
            ], rules: ["port"], from: "node", to: "127.0.0.1:8080", verdict: "lost",
            problem: "route_localnet"),
    ]

    static let faults: [Case] = [
        Case(
            description: "same-bridge, from the other bridge", rules: ["same-bridge"], from: "c",
            to: "10.9.0.2:80", verdict: "forbidden"),
        Case(
            description: "same-bridge, from its own", rules: ["same-bridge"], from: "b",
            to: "10.9.0.2:80", verdict: "delivered"),
        Case(
            description: "isolated, from its own bridge", rules: ["isolated"], from: "b",
            to: "10.9.0.2:80", verdict: "forbidden"),
        Case(
            description: "isolated, from the node", rules: ["isolated"], from: "node",
            to: "10.9.0.2:80", verdict: "delivered"),
        Case(
            description: "its own hardware address", rules: ["spoof"], from: "a",
            to: "10.9.0.3:80", verdict: "delivered"),
        Case(
            description: "a forged hardware address",
            changes: [("a", "ip link set eth0 address 02:00:00:00:00:99")], rules: ["forged"],
            from: "a", to: "10.9.0.3:80", verdict: "lost", problem: "frames may come from"),
        Case(
            description: "isolated ports",
            changes: [
                ("host", "bridge link set dev VETH-a isolated on"),
                ("host", "bridge link set dev VETH-b isolated on"),
            ], from: "a", to: "10.9.0.3:80", verdict: "forbidden"),
        Case(
            description: "no forwarding",
            changes: [("host", "sysctl -qw net.ipv4.conf.cni0.forwarding=0")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "does not forward"),
        Case(
            description: "no route in the pod", changes: [("a", "ip route del default")],
            from: "a", to: "10.9.1.2:80", verdict: "lost", problem: "the pod has no route"),
        Case(
            description: "no route back", changes: [("c", "ip route del default")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "no route back"),
        Case(
            description: "a blackhole on the node",
            changes: [("host", "ip route add blackhole 10.9.1.2/32")], from: "a",
            to: "10.9.1.2:80", verdict: "lost", problem: "refuses packets"),
        Case(
            description: "a bridge that is off", changes: [("host", "ip link set cni1 down")],
            from: "a", to: "10.9.1.2:80", verdict: "lost"),
        Case(
            description: "a pair that is off", changes: [("host", "ip link set VETH-a down")],
            from: "a", to: "10.9.0.3:80", verdict: "lost", problem: "switched off"),
        Case(
            description: "a wrong neighbour",
            changes: [
                (
                    "host",
                    "ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:99 dev cni0 nud permanent"
                )
            ], from: "node", to: "10.9.0.2:80", verdict: "lost",
            problem: "is thought to be 02:00:00:00:00:99"),
    ]

    private func install(_ rules: Set<String>, _ bed: ExplainBed) throws {
        let pod = try #require(InterfaceAddress("10.9.0.2/24"))
        let other = try #require(IPAddress("10.9.1.2"))
        if rules.isEmpty { return }
        let mac = try bed.wire.list(["link", "show", "dev", "eth0"], in: bed.namespace("a"))[0]
        let own = try #require(mac["address"]?.string.flatMap { MACAddress($0) })
        let forged = try #require(MACAddress("02:00:00:00:00:01"))
        let pair = try bed.pair("a")
        try bed.install("a") { made in
            if rules.contains("masquerade") { made.masquerades = [pod] }
            if rules.contains("port") {
                made.hostPorts = [
                    HostPort(hostPort: 8080, transport: .tcp, podAddress: pod, podPort: 80)
                ]
            }
            if rules.contains("spoof") || rules.contains("forged") {
                let mac = rules.contains("spoof") ? own : forged
                made.spoofChecks = [SpoofCheck(port: pair, address: mac)]
            }
            for policy in [IngressRule.Policy.sameBridge, .isolated]
            where rules.contains(policy.rawValue) {
                made.ingress = [
                    IngressRule(policy: policy, address: pod.address, bridge: "cni0")
                ]
            }
        }
        guard rules.contains("same-bridge") else { return }
        try bed.install("c") {
            $0.ingress = [IngressRule(policy: .sameBridge, address: other, bridge: "cni1")]
        }
    }

    @Test(arguments: cases + hostPorts + faults)
    func `explain and a real connection agree`(case item: Case) throws {
        let bed = try ExplainBed()
        try install(item.rules, bed)
        for (place, command) in item.changes { try bed.run(place, command) }
        let answer = try bed.explain(item.from, item.to)
        let said = answer.json
        #expect(said["verdict"]?.string == item.verdict, "\(answer.text)\(answer.diagnostics)")
        let isWell = item.verdict == "delivered" || item.verdict == "forbidden"
        #expect(answer.status == (isWell ? 0 : 2), "\(answer.text)")
        #expect(said["agrees"]?.bool == isWell)
        let problems = (said["problems"]?.array ?? []).compactMap(\.string)
        if !item.problem.isEmpty {
            #expect(problems.contains { $0.contains(item.problem) }, "\(problems)")
        }
        let places = ["node": "host", "192.0.2.2": "outside"]
        let real = try bed.connect(
            from: places[item.from] ?? item.from, to: try #require(SocketEndpoint(item.to)),
            isExpected: item.verdict == "delivered")
        #expect((real != nil) == (item.verdict == "delivered"), "\(answer.text)")
        guard let real, item.verdict == "delivered" else { return }
        let targets = [
            "host": "the node", "a": "n0/a/eth0", "b": "n0/b/eth0", "c": "n1/c/eth0",
            "outside": "up0",
        ]
        #expect(said["target"]?.string == targets[real.place])
        #expect(said["source"]?.string == real.source?.description)
    }

    @Test func `a tunnel is explained, and what it lacks`() throws {
        let bed = try ExplainBed()
        let vxlan = "type vxlan id 1 dstport 8472 nolearning"
        try bed.run("host", "ip link add vx address 02:00:00:00:01:01 \(vxlan) local 192.0.2.1")
        try bed.run("outside", "ip link add vx address 02:00:00:00:01:02 \(vxlan) local 192.0.2.2")
        try bed.run("host", "ip link set vx up")
        try bed.run("outside", "ip link set vx up")
        try bed.run("outside", "ip addr add 10.7.0.1/32 dev lo")
        try bed.run("host", "ip route add 10.7.0.0/24 via 10.7.0.0 dev vx onlink src 10.9.0.1")
        try bed.run("outside", "ip route add 10.9.0.0/24 via 10.9.0.0 dev vx onlink")
        try bed.run("outside", "ip neigh add 10.9.0.0 lladdr 02:00:00:00:01:01 dev vx")
        try bed.run("outside", "bridge fdb add 02:00:00:00:01:01 dev vx dst 192.0.2.1")
        let target = try #require(SocketEndpoint("10.7.0.1:80"))
        func expect(_ verdict: String, _ problem: String) throws {
            let answer = try bed.explain("a", "10.7.0.1:80")
            #expect(answer.json["verdict"]?.string == verdict, "\(answer.text)")
            #expect(answer.text.contains(problem), "\(answer.text)")
            let real = try bed.connect(from: "a", to: target, isExpected: verdict == "leaves")
            #expect((real?.place == "outside") == (verdict == "leaves"))
            if let real { #expect(answer.json["source"]?.string == real.source?.description) }
        }
        try expect("lost", "vx does not know the hardware address of 10.7.0.0")
        try bed.run("host", "ip neigh replace 10.7.0.0 lladdr 02:00:00:00:01:02 dev vx")
        try expect("lost", "vx does not know which host has 02:00:00:00:01:02")
        try bed.run("host", "bridge fdb add 02:00:00:00:01:02 dev vx dst 192.0.2.2")
        try expect("leaves", "VNI 1, UDP 8472 to 192.0.2.2 by up0")
    }

    @Test func `a configuration that the pods do not have is told`() throws {
        let bed = try ExplainBed()
        let path = bed.wire.folder + "/n0.conf"
        var wanted = ExplainBed.network(0)
        try Files.write(path, wanted.serialized())
        let fine = try bed.explain("a", "b:80", ["--config", path])
        #expect(fine.status == 0, "\(fine.text)")
        for (key, value, words) in [
            ("ipMasq", true, "10.9.0.2 of n0/a/eth0 is not masqueraded"),
            ("macspoofchk", true, "whatever n0/b/eth0 sends from passes"),
            ("hairpinMode", true, "does not reach itself"), ("bridge", "cni7", "no port of cni7"),
            ("portIsolation", true, "is not isolated"),
        ] as [(String, JSON, String)] {
            wanted = ExplainBed.network(0)
            wanted[key] = value
            try Files.write(path, wanted.serialized())
            let answer = try bed.explain("a", "b:80", ["--config", path])
            #expect(answer.status == 2)
            #expect(answer.text.contains(words), "\(answer.text)")
        }
    }

    @Test func `a pod is named by its id, the beginning of it, or more`() throws {
        let bed = try ExplainBed()
        for name in ["a", "a/eth0", "n0/a/eth0", "10.9.0.2"] {
            #expect(try bed.explain(name, "b").json["verdict"] == "delivered")
        }
        let stranger = try bed.explain("zz", "b")
        #expect(stranger.status == 64 && stranger.diagnostics.contains("no pod \"zz\""))
    }
}
