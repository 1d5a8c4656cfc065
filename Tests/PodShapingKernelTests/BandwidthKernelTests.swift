import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import PodShaping
import RouteNetlink
import Testing

/// The plugin `bandwidth` where the reference plugin fails, or does less.
@Suite(.serialized) struct BandwidthKernelTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    static let both: JSON = [
        "type": "bandwidth", "ingressRate": 8_000_000, "ingressBurst": 800_000,
        "egressRate": 16_000_000, "egressBurst": 1_600_000,
    ]

    private func run(_ bandwidth: JSON = both, version: String = "1.1.0") -> ConflistRun {
        var list = BandwidthAgreementTests.list(bandwidth)
        list["cniVersion"] = .string(version)
        return ConflistRun(list, on: wire)
    }

    private func queues() throws -> [String] {
        try wire.list(["link", "show", "type", "ifb"], in: wire.host).compactMap {
            $0["ifname"]?.string
        }.sorted()
    }

    /// What a discipline has counted.
    private func counted(_ link: String, _ key: String) throws -> Int {
        let qdiscs = try wire.tool(
            "/usr/sbin/tc", ["-j", "-s", "qdisc", "show", "dev", link], in: wire.host
        ).json.array
        return qdiscs?.first { $0["kind"] == "tbf" }?[key]?.int ?? 0
    }

    @Test func `packets pass the disciplines of their direction, and too many are dropped`() throws
    {
        _ = try wire.pod("web")
        let pod = try NetworkNamespace(path: wire.path("web"))
        // Two full packets, then 100 bytes a second.
        try run([
            "type": "bandwidth", "ingressRate": 8_000_000, "ingressBurst": 800_000,
            "egressRate": 800, "egressBurst": 24_000,
        ]).add(ConflistRun.Request("web"))
        let pair = try #require(try wire.hostLinks().first)
        let queue = try #require(try queues().first)
        #expect(try wire.pings("10.9.0.1", from: pod))
        #expect(try counted(queue, "packets") > 0 && counted(pair, "packets") > 0)
        _ = try wire.run(
            "/usr/bin/ping", ["-q", "-f", "-c", "40", "-s", "1000", "-W", "1", "10.9.0.1"], in: pod)
        #expect(try counted(queue, "drops") > 0)
        #expect(try counted(pair, "drops") == 0)
    }

    @Test func `a container's second interface has a queue of its own`() throws {
        _ = try wire.pod("web")
        let run = run()
        let (first, second) = (
            ConflistRun.Request("web"), ConflistRun.Request("web", interface: "eth1")
        )
        try run.add(first)
        try run.add(second)
        #expect(try queues().count == 2)
        try run.check(first)
        try run.check(second)
        try run.delete(first)
        #expect(try queues().count == 1)
        try run.check(second)
        try run.delete(second)
        #expect(try queues().isEmpty)
    }

    @Test(arguments: [
        ("tc qdisc del dev VETH root", "what the pod receives is not limited"),
        ("tc qdisc del dev VETH ingress", "what the pod sends is not redirected"),
        ("ip link del QUEUE", "what the pod sends is not redirected"),
        ("tc qdisc del dev QUEUE root", "what the pod sends is not limited"),
        (
            "tc qdisc replace dev QUEUE root tbf rate 1mbit burst 20kb latency 1ms",
            "what the pod sends is limited to 125000 bytes a second"
        ),
        (
            "tc filter replace dev VETH parent ffff: protocol ip prio 1 u32 match u32 0 0 classid "
                + "1:1 action ok", ""
        ),
    ])
    func `CHECK names what has changed`(command: String, words: String) throws {
        _ = try wire.pod("web")
        let (run, request) = (run(), ConflistRun.Request("web"))
        try run.add(request)
        let names = try (wire.hostLinks().first ?? "", queues().first ?? "")
        let line = command.split(separator: " ").map {
            $0 == "VETH" ? names.0 : $0 == "QUEUE" ? names.1 : String($0)
        }
        let changed = try wire.run("/usr/bin/env", line, in: wire.host)
        guard !words.isEmpty else {
            // The kernel keeps a priority to one protocol: nothing has changed.
            #expect(changed.status != 0)
            try run.check(request)
            return
        }
        #expect(changed.status == 0, "\(changed.diagnostics)")
        let failure = #expect(throws: ConflistFailure.self) { try run.check(request) }
        #expect(failure?.answer.error?.code == .checkFailed)
        #expect(
            failure?.answer.error?.message.contains(words) == true, "\(failure?.answer.text ?? "")")
    }

    @Test func `GC removes the queues of attachments that are gone`() throws {
        for name in ["web", "old"] {
            _ = try wire.pod(name)
            try run().add(ConflistRun.Request(name))
        }
        try run().forget(ConflistRun.Request("old"))
        try run().collect(keeping: [Attachment(containerID: "web", interfaceName: "eth0")])
        #expect(try queues().count == 1)
        try run().check(ConflistRun.Request("web"))
    }

    @Test func `an ADD after an ADD that was killed takes the queue's name again`() throws {
        _ = try wire.pod("web")
        let name = QueueName(
            network: "shaped", attachment: Attachment(containerID: "web", interfaceName: "eth0"))
        let queue = name.candidates[0]
        try wire.tool("/usr/sbin/ip", ["link", "add", queue, "type", "ifb"], in: wire.host)
        try wire.tool(
            "/usr/sbin/ip", ["link", "set", queue, "alias", "shaped/web/eth0"], in: wire.host)
        try run().add(ConflistRun.Request("web"))
        #expect(try queues() == [queue])
        try run().check(ConflistRun.Request("web"))
    }

    @Test func `a failed ADD leaves nothing, and what others hung there`() throws {
        _ = try wire.pod("web")
        let bridge = ConflistRun(
            [
                "cniVersion": "1.0.0", "name": "shaped",
                "plugins": [BandwidthAgreementTests.bridge],
            ], on: wire)
        let result = try bridge.add(ConflistRun.Request("web"))
        let pair = try #require(try wire.hostLinks().first)
        try wire.tool(
            "/usr/sbin/tc", ["qdisc", "add", "dev", pair, "handle", "ffff:", "ingress"],
            in: wire.host)
        var configuration = Self.both
        configuration["cniVersion"] = "1.0.0"
        configuration["name"] = "shaped"
        configuration["prevResult"] = result
        let answer = try wire.call(.ours, .add, configuration, pod: "web")
        #expect(answer.error?.code == .alreadyExists, "\(answer.text)")
        #expect(try queues().isEmpty)
        let kinds = try wire.tool(
            "/usr/sbin/tc", ["-j", "qdisc", "show", "dev", pair], in: wire.host
        ).json.array?.compactMap { $0["kind"]?.string }
        #expect(kinds == ["noqueue", "ingress"])
    }

    @Test(arguments: [
        ("no prevResult", 7, "prevResult: expected"), ("no pair", 7, "prevResult.interfaces"),
        ("no interface", 7, "the pod has no interface eth0"), ("no namespace", 4, "CNI_NETNS"),
    ])
    func `ADD says what it misses`(what: String, code: Int, words: String) throws {
        _ = try wire.pod("web")
        var configuration = Self.both
        configuration["cniVersion"] = "1.0.0"
        configuration["name"] = "shaped"
        configuration["prevResult"] = ["cniVersion": "1.0.0", "interfaces": [["name": "veth1"]]]
        switch what {
        case "no prevResult": configuration["prevResult"] = nil
        case "no pair":
            let pod = try NetworkNamespace(path: wire.path("web"))
            try RouteSocket(in: wire.host).createVeth(
                name: "va", peerName: "eth0", peerNamespace: pod.descriptor)
        default: break
        }
        let answer = try wire.call(
            .ours, .add, configuration, pod: "web",
            namespace: what == "no namespace" ? wire.folder + "/none" : nil)
        #expect(answer.error?.code.number == code, "\(answer.text)")
        #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
        let removal = try wire.call(.ours, .delete, configuration, pod: "web")
        #expect(removal.status == 0, "\(removal.text)")
    }

    @Test func `STATUS says that this kernel has what it needs`() throws {
        try run().requireReadiness()
        #expect(try KernelOption.missing() == [])
    }
}
