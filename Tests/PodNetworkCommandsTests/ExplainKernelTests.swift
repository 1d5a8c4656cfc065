import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodNetworkTesting
import PodRules
import Testing

/// `explain` and real traffic must agree: whether it arrives, where, and from whom.
@Suite struct ExplainKernelTests {
    /// Rules for the pod a, and for d or c where they are named, in both families.
    private func install(_ rules: Set<String>, _ bed: ExplainBed) throws {
        if rules.isEmpty { return }
        let mac = try bed.wire.list(["link", "show", "dev", "eth0"], in: bed.namespace("a"))[0]
        let own = try #require(mac["address"]?.string.flatMap { MACAddress($0) })
        let forged = try #require(MACAddress("02:00:00:00:00:01"))
        let pair = try bed.pair("a")
        let addresses = try ExplainBed.both("10.9.0.2/24").map {
            try #require(InterfaceAddress($0))
        }
        try bed.install("a") { made in
            if rules.contains("masquerade") { made.masquerades = addresses }
            made.hostPorts = try ports(rules, to: addresses)
            if rules.contains("spoof") || rules.contains("forged") {
                let mac = rules.contains("spoof") ? own : forged
                made.spoofChecks = [SpoofCheck(port: pair, address: mac)]
            }
            for policy in [IngressRule.Policy.sameBridge, .isolated]
            where rules.contains(policy.rawValue) {
                made.ingress = addresses.map {
                    IngressRule(policy: policy, address: $0.address, bridge: "cni0")
                }
            }
        }
        let alone = try ExplainBed.both("10.9.2.2/24").map { try #require(InterfaceAddress($0)) }
        try bed.install("d") { made in
            if rules.contains("masquerade-d") { made.masquerades = alone }
            if rules.contains("port-d") { made.hostPorts = try ports(["port"], to: alone) }
        }
        guard rules.contains("same-bridge") else { return }
        try bed.install("c") {
            $0.ingress = try ExplainBed.both("10.9.1.2").map {
                IngressRule(
                    policy: .sameBridge, address: try #require(IPAddress($0)), bridge: "cni1")
            }
        }
    }

    /// Host ports of both transports that lead to port 80 of a pod.
    private func ports(
        _ rules: Set<String>, to addresses: [InterfaceAddress]
    ) throws -> [HostPort] {
        let kinds: [(String, HostPort.Masquerading)] = [
            ("port", .local), ("port-all", .all), ("port-none", .none), ("own-port", .local),
        ]
        return try kinds.filter { rules.contains($0.0) }.flatMap { name, masquerading in
            try addresses.flatMap { pod in
                let text = ExplainBed.both("192.0.2.1")[pod.family == .ipv4 ? 0 : 1]
                let address = try #require(IPAddress(text))
                let isOwn = name == "own-port"
                return [TransportProtocol.tcp, .udp].map { transport in
                    HostPort(
                        hostAddress: isOwn ? address : nil, hostPort: isOwn ? 80 : 8080,
                        transport: transport, podAddress: pod, podPort: 80,
                        masquerading: masquerading)
                }
            }
        }
    }

    @Test(arguments: ExplainCase.all)
    func `explain and real traffic agree`(case item: ExplainCase) throws {
        let bed = try ExplainBed()
        try install(item.rules, bed)
        for (place, command) in item.changes {
            // What is of neither family is the same text for both.
            let commands = item.families.map { ExplainBed.both(command)[$0 == .ipv4 ? 0 : 1] }
            for command in Set(commands).sorted() { try bed.run(place, command) }
        }
        var attempts: [ExplainBed.Attempt] = []
        var said: [JSON] = []
        for family in item.families {
            let item = item.of(family)
            let places = ["node": "host", ExplainBed.both("192.0.2.2")[0]: "outside"]
            let sender = item.from.contains(":") ? "outside" : places[item.from] ?? item.from
            for transport in [TransportProtocol.tcp, .udp] {
                said.append(try explain(item, transport, bed))
                attempts.append(
                    ExplainBed.Attempt(
                        transport: transport, place: sender,
                        endpoint: try #require(SocketEndpoint(item.to)),
                        isExpected: item.verdict == "delivered"))
            }
        }
        let targets = [
            "host": "the node", "a": "n0/a/eth0", "b": "n0/b/eth0", "c": "n1/c/eth0",
            "d": "n2/d/eth0", "outside": "up0",
        ]
        for (index, real) in try bed.reach(attempts).enumerated() {
            let (attempt, said) = (attempts[index], said[index])
            let text: Comment = "\(attempt): \(real.debugDescription), \(said)"
            #expect((real != nil) == attempt.isExpected, text)
            guard let real, attempt.isExpected else { continue }
            #expect(said["target"]?.string == targets[real.place], text)
            #expect(said["source"]?.string == real.source?.description, text)
        }
    }

    /// What `explain` says, which must be as the case has it.
    private func explain(
        _ item: ExplainCase, _ transport: TransportProtocol, _ bed: ExplainBed
    ) throws -> JSON {
        let answer = try bed.explain(item.from, item.to, ["--protocol", transport.name])
        let said = answer.json
        let text: Comment = "\(transport) to \(item.to): \(answer.text)\(answer.diagnostics)"
        #expect(said["verdict"]?.string == item.verdict, text)
        let isWell = item.verdict == "delivered" || item.verdict == "forbidden"
        #expect(answer.status == (isWell ? 0 : 2), text)
        #expect(said["agrees"]?.bool == isWell, text)
        let problems = (said["problems"]?.array ?? []).compactMap(\.string)
        if !item.problem.isEmpty {
            #expect(problems.contains { $0.contains(item.problem) }, text)
        }
        return said
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
            let attempts = [TransportProtocol.tcp, .udp].map {
                ExplainBed.Attempt(
                    transport: $0, place: "a", endpoint: target, isExpected: verdict == "leaves")
            }
            for real in try bed.reach(attempts) {
                #expect((real?.place == "outside") == (verdict == "leaves"))
                if let real { #expect(answer.json["source"]?.string == real.source?.description) }
            }
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
