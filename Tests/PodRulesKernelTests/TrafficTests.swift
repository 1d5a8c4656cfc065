import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Packets go where the reference plugins' go, and are seen with the same source.
@Suite struct TrafficTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var options: JSON = ["type": "portmap"]
        var hostIP: String?
        /// How many of the answers must come: a table where nobody answers shows nothing.
        var answers: Int
    }

    static let cases = [
        Case(testDescription: "no options", answers: 18),
        Case(
            testDescription: "snat false", options: ["type": "portmap", "snat": false], answers: 8),
        Case(testDescription: "one address", hostIP: "192.0.2.1", answers: 6),
        Case(testDescription: "one address of version 6", hostIP: "2001:db8::1", answers: 6),
        Case(testDescription: "loopback", hostIP: "127.0.0.1", answers: 2),
        Case(testDescription: "any address of version 4", hostIP: "0.0.0.0", answers: 12),
        Case(
            testDescription: "another mark", options: ["type": "portmap", "markMasqBit": 5],
            answers: 18),
        Case(
            testDescription: "only from a network",
            options: ["type": "portmap", "conditionsV4": ["-s", "192.0.2.0/24"]], answers: 8),
        Case(
            testDescription: "not by an interface, and not to an address",
            options: [
                "type": "portmap",
                "conditionsV4": ["!", "-i", "uplink", "!", "-d", "10.7.0.0/16"],
            ], answers: 8),
    ]

    func observe(_ example: Case, _ implementation: Implementation) async throws -> [String] {
        let bed = try TrafficBed(implementation)
        var options = example.options
        options["capabilities"] = ["portMappings": true]
        let run = bed.run(TrafficBed.list([options]))
        var mappings: [JSON] = ["tcp", "udp"].map {
            ["hostPort": 8080, "containerPort": 80, "protocol": .string($0)]
        }
        if let address = example.hostIP {
            for index in mappings.indices { mappings[index]["hostIP"] = .string(address) }
        }
        try run.add(.init("server", capabilities: ["portMappings": .array(mappings)]))
        try run.add(.init("client"))
        try await bed.serve(in: "server")
        let seen = try bed.survey()
        // The reference plugin's CHECK looks for the first family's rules in the second's tables.
        if implementation == .ours {
            try run.check(.init("server", capabilities: ["portMappings": .array(mappings)]))
        }
        try run.delete(.init("server", capabilities: ["portMappings": .array(mappings)]))
        try run.delete(.init("client"))
        return seen
    }

    @Test(arguments: cases)
    func `host ports lead where the reference plugin's do`(example: Case) async throws {
        let theirs = try await observe(example, .reference)
        let ours = try await observe(example, .ours)
        #expect(ours == theirs)
        #expect(ours.filter { !$0.hasSuffix(" -") }.count >= example.answers)
    }

    @Test(arguments: Implementation.allCases)
    func `datagrams of a flow that was there before go to the pod`(
        implementation: Implementation
    ) async throws {
        let bed = try TrafficBed(implementation)
        let run = bed.run(
            TrafficBed.list([["type": "portmap", "capabilities": ["portMappings": true]]]))
        // The node tracks flows once it masquerades.
        try run.add(.init("client"))
        let questions = ["udp/192.0.2.1/8080/5555", "udp/2001:db8::1/8080/5556"]
        let before = try bed.ask(questions, from: "outside")
        #expect(before.allSatisfy { $0.hasSuffix(" -") })
        let ports: JSON = [
            "portMappings": [
                ["hostPort": 8080, "containerPort": 80, "protocol": "udp"],
                ["hostPort": 8081, "containerPort": 80, "protocol": "udp"],
            ]
        ]
        try run.add(.init("server", capabilities: ports))
        try await bed.serve(in: "server")
        let after = try bed.ask(questions, from: "outside")
        #expect(
            after
                == questions.map { question in
                    let source = question.contains(":") ? "2001:db8::9" : "192.0.2.9"
                    return "outside → \(question) seen as \(source)"
                })
    }

    @Test func `martlet leads host ports as the list of plugins does`() async throws {
        let ports: JSON = [
            "portMappings": .array(
                ["tcp", "udp"].map {
                    ["hostPort": 8080, "containerPort": 80, "protocol": .string($0)]
                })
        ]
        let chained = TrafficBed.list([
            ["type": "portmap", "capabilities": ["portMappings": true]], ["type": "firewall"],
        ])
        var alone = TrafficBed.list([])
        var plugin = try #require(alone["plugins"]?.array?.first)
        plugin["type"] = "martlet"
        plugin["macspoofchk"] = true
        plugin["capabilities"] = ["portMappings": true]
        alone["plugins"] = [plugin]
        var seen: [[String]] = []
        for list in [chained, alone] {
            let bed = try TrafficBed(.ours)
            let run = bed.run(list)
            try run.add(.init("server", capabilities: ports))
            try run.add(.init("client"))
            try await bed.serve(in: "server")
            seen.append(try bed.survey())
            try run.check(.init("server", capabilities: ports))
            if list["plugins"]?.array?.count == 1 { try await expectSpoofCheck(bed) }
            try run.delete(.init("server", capabilities: ports))
            try run.delete(.init("client"))
            #expect(try !bed.wire.ruleset().contains("net7/"))
        }
        #expect(seen[0] == seen[1])
    }

    /// Who takes another hardware address is not heard any more.
    private func expectSpoofCheck(_ bed: TrafficBed) async throws {
        let question = "udp/10.7.0.2/80"
        #expect(try bed.ask([question], from: "client").allSatisfy { !$0.hasSuffix(" -") })
        try bed.ip("link set eth0 address 02:00:00:00:00:99", in: "client")
        #expect(try bed.ask([question], from: "client").allSatisfy { $0.hasSuffix(" -") })
    }

    @Test func `masqAll hides everybody who comes`() async throws {
        let example = Case(
            testDescription: "", options: ["type": "portmap", "masqAll": true], answers: 18)
        let seen = try await observe(example, .ours)
        #expect(seen.contains("outside → tcp/192.0.2.1/8080 seen as 10.7.0.1"))
        #expect(seen.contains("outside → udp/2001:db8::1/8080 seen as fd00:7::1"))
    }

    @Test func `a flow of datagrams follows the port to its next pod`() async throws {
        let bed = try TrafficBed(.ours)
        let run = bed.run(
            TrafficBed.list([["type": "portmap", "capabilities": ["portMappings": true]]]))
        let ports: JSON = [
            "portMappings": [["hostPort": 8080, "containerPort": 80, "protocol": "udp"]]
        ]
        // While nobody has the port, the node refuses it, and the kernel remembers the flow.
        _ = try bed.ask(["udp/192.0.2.1/8080"], from: "outside")
        try run.add(.init("server", capabilities: ports))
        try await bed.serve(in: "server")
        let seen = try bed.ask(["udp/192.0.2.1/8080"], from: "outside")
        #expect(seen == ["outside → udp/192.0.2.1/8080 seen as 192.0.2.9"])
        // The second wants the port of a pod that lives, and is told who has it.
        let failure = #expect(throws: ConflistFailure.self) {
            try run.add(.init("client", capabilities: ports))
        }
        #expect(failure?.error?.code == .alreadyExists)
        #expect(failure?.error?.message.contains("net7/server/eth0") == true)
        // Once its namespace is gone, without a DEL, it has it no more.
        try bed.wire.removePod("server")
        try run.add(.init("client", interface: "eth1", capabilities: ports))
    }

    @Test(arguments: ["iptables", "iptables-legacy"])
    func `behind iptables' policy to drop, firewall lets what the reference's lets`(
        program: String
    ) async throws {
        var all: [[String]] = []
        for implementation in [Implementation.reference, .ours] {
            // The reference plugin knows one program; ours has to know both.
            if implementation == .reference, program != "iptables" { continue }
            let bed = try TrafficBed(implementation)
            for family in [program, program.replacing("ip", with: "ip6", maxReplacements: 1)] {
                try bed.wire.tool(
                    "/usr/sbin/\(family)", ["-P", "FORWARD", "DROP"], in: bed.wire.host)
            }
            let run = bed.run(TrafficBed.list([["type": "firewall"]]))
            try run.add(.init("client"))
            try await bed.serve(in: "outside")
            let questions = ["tcp/192.0.2.9/80", "udp/2001:db8::9/80", "tcp/2001:db8::9/80"]
            let seen = try bed.ask(questions, from: "client")
            #expect(!seen.contains { $0.hasSuffix(" -") })
            try run.check(.init("client"))
            all.append(seen)
            try run.delete(.init("client"))
            let after = try bed.ask(questions, from: "client")
            all.append(after)
        }
        if all.count == 4 { #expect(all[0] == all[2]) }
    }

    @Test(arguments: ["same-bridge", "isolated"])
    func `pods with a policy are reached as the reference's are`(policy: String) async throws {
        var all: [[String]] = []
        // Debian's reference does not know the other one.
        for implementation in [Implementation.reference, .ours]
        where policy == "same-bridge" || implementation == .ours {
            let bed = try TrafficBed(implementation)
            let firewall: JSON = ["type": "firewall", "ingressPolicy": .string(policy)]
            let here = bed.run(TrafficBed.list([firewall]))
            let there = bed.run(TrafficBed.list([firewall], bridge: "cni1", number: 8))
            _ = try bed.wire.pod("stranger")
            try here.add(.init("server"))
            try here.add(.init("client"))
            try there.add(.init("stranger"))
            try bed.ip("route add 10.7.0.0/24 via 192.0.2.1", in: "outside")
            try await bed.serve(in: "server")
            let questions = ["tcp/10.7.0.2/80", "udp/10.7.0.2/80", "tcp/fd00:7::2/80"]
            let seen =
                try ["client", "stranger", "node"].flatMap {
                    try bed.ask(questions, from: $0)
                } + bed.ask(["tcp/10.7.0.2/80"], from: "outside")
            #expect(seen.filter { $0.hasPrefix("stranger") }.allSatisfy { $0.hasSuffix(" -") })
            #expect(seen.filter { $0.hasPrefix("node") }.allSatisfy { !$0.hasSuffix(" -") })
            let isReached = seen.filter { $0.hasPrefix("client") }.map { !$0.hasSuffix(" -") }
            #expect(isReached.allSatisfy { $0 == (policy == "same-bridge") })
            all.append(seen)
        }
        if all.count == 2 { #expect(all[0] == all[1]) }
    }
}
