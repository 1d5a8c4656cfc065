import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// CHECK, GC and STATUS.
@Suite(.serialized) struct CheckTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    /// A configuration with the result of its ADD.
    func attached(_ pod: String) throws -> JSON {
        _ = try wire.pod(pod)
        var configuration = try Example.dualStack.configuration
        let answer = try wire.call(.ours, .add, configuration, pod: pod)
        try #require(answer.status == 0, "\(answer.text)")
        configuration["prevResult"] = answer.json
        return configuration
    }

    @Test func `CHECK is silent about what is as ADD left it`() throws {
        let answer = try wire.call(.ours, .check, try attached("a"), pod: "a")
        #expect(answer.status == 0, "\(answer.text)")
        #expect(answer.output.isEmpty)
    }

    @Test(arguments: [
        ("pod", "ip addr del 10.245.1.20/24 dev eth0", "has no address 10.245.1.20/24"),
        ("pod", "ip -6 route del default", "no route to ::/0"),
        ("pod", "ip link set eth0 down", "eth0 is down"),
        ("pod", "ip link set eth0 address 02:00:00:00:00:07", "hardware address"),
        ("pod", "ip link del eth0", "no interface eth0"),
        ("host", "ip link set VETH nomaster", "is no port of cnid0"),
        ("host", "ip link del cnid0", "no bridge cnid0"),
        (
            "host", "nft flush set inet martlet-cni masquerade-10.245.1.0/24",
            "is not in masquerade-10.245.1.0/24"
        ),
        ("host", "rm STATE/dual/10.245.1.20", "is not held for a/eth0"),
    ])
    func `CHECK names what has changed`(place: String, command: String, words: String) throws {
        let configuration = try attached("a")
        let veth = configuration["prevResult"]?["interfaces"]?.array?[1]["name"]?.string ?? ""
        let text = command.split(separator: " ").map {
            $0 == "VETH" ? veth : $0.hasPrefix("STATE") ? wire.state + $0.dropFirst(5) : String($0)
        }
        let namespace =
            place == "host" ? wire.host : try NetworkNamespace(path: wire.path("a"))
        let change = try wire.run("/usr/bin/env", text, in: namespace)
        try #require(change.status == 0, "\(change.diagnostics)")
        let answer = try wire.call(.ours, .check, configuration, pod: "a")
        #expect(answer.error?.code == .checkFailed, "\(answer.text)")
        #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
    }

    @Test func `CHECK without a result says what it needs`() throws {
        var configuration = try attached("a")
        configuration["prevResult"] = nil
        let answer = try wire.call(.ours, .check, configuration, pod: "a")
        #expect(answer.error?.code == .invalidConfiguration)
    }

    @Test(arguments: ["cni.dev/valid-attachments", "cni.dev/attachments"])
    func `GC keeps what is valid and removes the rest`(key: String) throws {
        for pod in ["a", "b", "c"] { _ = try attached(pod) }
        var other = try Example.nodeBridge.configuration
        _ = try wire.call(.ours, .add, other, pod: "a", interface: "eth1")
        var configuration = try Example.dualStack.configuration
        configuration["cniVersion"] = "1.1.0"
        configuration[key] = [["containerID": "b", "ifname": "eth0"]]
        let answer = try wire.call(.ours, .garbageCollect, configuration, pod: "")
        #expect(answer.status == 0, "\(answer.text)")
        #expect(try wire.reservations("dual") == ["10.245.1.21", "fd00:245:1::3"])
        let rules = try wire.ruleset()
        #expect(rules.contains("dual/b/eth0"))
        #expect(!rules.contains("dual/a/eth0") && !rules.contains("dual/c/eth0"))
        // Another network's pods are none of its business.
        #expect(rules.contains("bridge/a/eth1"))
        #expect(try wire.hostLinks().count == 2)
        #expect(try wire.pings("10.245.1.21", from: wire.host))
        other["cniVersion"] = "1.1.0"
        #expect(
            try wire.call(.ours, .garbageCollect, other, pod: "").error?.code
                == .invalidConfiguration)
    }

    @Test func `STATUS is silent when an ADD can succeed`() throws {
        var configuration = try Example.dualStack.configuration
        configuration["cniVersion"] = "1.1.0"
        let answer = try wire.call(.ours, .status, configuration, pod: "")
        #expect(answer.status == 0, "\(answer.text)")
        configuration["bridge"] = "lo"
        #expect(
            try wire.call(.ours, .status, configuration, pod: "").error?.code == .notAvailable)
    }

    /// Limits are tried in a namespace of their own, which strace refuses here.
    @Test(arguments: [
        (#"{"type":"martlet"}"#, false),
        (#"{"type":"martlet","capabilities":{"bandwidth":false}}"#, false),
        (#"{"type":"martlet","capabilities":{"bandwidth":true}}"#, true),
        (#"{"type":"martlet","ingressRate":8000000,"ingressBurst":80000}"#, true),
        (#"{"type":"bridge","capabilities":{"bandwidth":true}}"#, false),
        (#"{"type":"bandwidth"}"#, true),
    ])
    func `STATUS tries what limits need of the kernel, where there may be limits`(
        options: String, areTried: Bool
    ) throws {
        var configuration = try Example.dualStack.configuration
        for member in try JSON(parsing: Array(options.utf8)).object?.members ?? [] {
            configuration[member.key] = member.value
        }
        configuration["cniVersion"] = "1.1.0"
        configuration["ipam"]?["dataDir"] = .string(wire.state)
        let program = try Implementation.ours.executable("martlet-cni")
        func status(_ refusal: [String]) throws -> Answer {
            try wire.run(
                "/usr/bin/strace",
                ["-f", "-qq", "-o", "/dev/null", "-e", "trace=unshare"] + refusal + [program],
                in: wire.host, environment: ["CNI_COMMAND=STATUS", "CNI_PATH=/usr/lib/cni"],
                input: configuration.serialized())
        }
        let well = try status([])
        #expect(well.status == 0, "\(well.text)\(well.diagnostics)")
        let refused = try status(["-e", "inject=unshare:error=ENOSPC"])
        #expect((refused.status != 0) == areTried, "\(refused.text)")
        guard areTried else { return }
        #expect(refused.error?.code == .notAvailable, "\(refused.text)")
        #expect(refused.error?.message.contains("limits cannot be tried") == true)
    }

    @Test func `VERSION and the about text need nothing`() throws {
        let program = try Implementation.ours.executable("bridge")
        let version = try wire.run(
            program, [], in: wire.host, calledAs: "bridge", environment: ["CNI_COMMAND=VERSION"],
            input: Array("nonsense".utf8))
        #expect(version.json["supportedVersions"]?.array?.last == "1.1.0")
        let about = try wire.run(
            program, [], in: wire.host, calledAs: "bridge", environment: [])
        #expect(about.status == 0)
        #expect(about.output.isEmpty)
        #expect(about.diagnostics.contains("bridge"))
        let stranger = try wire.run(
            program, [], in: wire.host, calledAs: "macvlan",
            environment: [
                "CNI_COMMAND=ADD", "CNI_CONTAINERID=a", "CNI_NETNS=/x", "CNI_IFNAME=eth0",
            ], input: Array(#"{"cniVersion":"1.0.0","name":"n","type":"macvlan"}"#.utf8))
        #expect(stranger.error?.code == .invalidConfiguration)
        #expect(stranger.error?.message.contains("bridge, host-local, loopback") == true)
    }
}
