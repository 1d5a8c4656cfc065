import CRIRuntime
import ContainerRuntime
import ContainerdTesting
import LinuxSystem
import NetworkAddress
import Testing

/// Pods under a containerd of the test's own.
@Suite(.serialized, .withNode) struct PodKernelTests {
    @Test func `a pod has its network and files, its container runs, and nothing is left`()
        async throws
    {
        let node = try #require(NodeTrait.node)
        #expect(try await node.runtime.version.hasPrefix("containerd://"))
        let pod = try await TestPod(on: node, "web")
        let sandbox = try #require(try await node.runtime.sandboxes().first)
        #expect(sandbox.id == pod.sandbox)
        #expect(sandbox.isReady)
        #expect(sandbox.namespace == "default" && sandbox.name == "web")
        #expect(sandbox.uid == "uid-web")
        #expect(sandbox.addresses.map(\.family) == [.ipv4, .ipv6])
        #expect(sandbox.labels["app"] == "web")
        #expect(sandbox.createdAt > 0)

        let shared = node.folder + "/shared"
        try Files.createDirectories(shared)
        let script = """
            echo hello; echo trouble >&2; cat /etc/resolv.conf; hostname; echo "$GREETING"
            id -u; touch /data/made && echo written
            ip -o address show dev eth0 | wc -l; sleep 1000
            """
        let container = try await pod.start(script) {
            $0.environment = [("GREETING", "good day")]
            $0.mounts = [.init(containerPath: "/data", hostPath: shared)]
        }
        try await poll("the script is through") { try pod.log().count >= 10 }
        let log = try pod.log()
        let expected = [
            "stdout F hello", "stderr F trouble", "stdout F nameserver 10.96.0.10",
            "stdout F search default.svc.cluster.local", "stdout F options ndots:5",
            "stdout F web", "stdout F good day", "stdout F 0", "stdout F written",
        ]
        for line in expected { #expect(log.contains(line), "\(line) in \(log)") }
        #expect(Files.exists(shared + "/made"))

        let state = try await pod.state(of: container)
        #expect(state.phase == .running)
        #expect(state.name == "main" && state.sandbox == pod.sandbox)
        #expect(state.startedAt >= state.createdAt)
        #expect(state.image == "martlet.test/busybox:1")
        #expect(state.logPath == pod.configuration.logDirectory + "/main/0.log")

        try await pod.remove()
        #expect(try await node.runtime.sandboxes().isEmpty)
        #expect(try await node.runtime.containers().isEmpty)
        let links = try node.run("ip", "-o", "link")
        #expect(!links.contains("veth"), "\(links)")
        let held = try Files.list(node.addresses + "/martlet")
        #expect(!held.contains { $0.contains("244") }, "\(held)")
    }

    @Test func `containers of a pod share its network, and a port of it can be reached`()
        async throws
    {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "pair")
        _ = try await pod.start("while true; do echo served | nc -l -p 8080; done", named: "server")
        let client = try await pod.start(
            "until nc 127.0.0.1 8080 </dev/null; do sleep 0.1; done", named: "client")
        let ended = try await pod.end(of: client)
        #expect(ended.exitCode == 0 && ended.reason == "Completed")
        #expect(try pod.log("client").last == "stdout F served")

        // The file of the namespace is in the node's tree of mounts; links on the way would lead
        // back into ours.
        var network = try await node.runtime.network(of: pod.sandbox)
        let path = try #require(network.path)
        let name = Files.name(of: path)
        network.path = "/proc/\(try node.firstProcess())/root/run/netns/\(name)"
        try await poll("the server answers") {
            guard let number = try? await network.connect(toPort: 8080) else { return false }
            let connection = Descriptor(owning: number)
            try connection.setNonblocking(false)
            return try connection.readAll() == Array("served\n".utf8)
        }
        let refused = await #expect(throws: RuntimeError.self) {
            try await network.connect(toPort: 9)
        }
        #expect(refused?.message.contains("refused") == true)
    }

    @Test func `a container has the rights it was given`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "rights")
        let script = """
            id -u; id -g; grep -E '^(NoNewPrivs|CapBnd)' /proc/self/status
            touch /file 2>/dev/null || echo sealed; wc -c < /proc/keys
            """
        let container = try await pod.start(script) {
            $0.security.group = 33
            $0.security.hasReadOnlyRoot = true
            $0.security.allowsPrivilegeEscalation = false
            $0.security.droppedCapabilities = ["ALL"]
            $0.security.addedCapabilities = ["NET_BIND_SERVICE"]
            $0.limits.memory = 32 << 20
        }
        #expect(try await pod.end(of: container).exitCode == 0)
        #expect(
            try pod.log() == [
                "stdout F 0", "stdout F 33", "stdout F CapBnd:\t0000000000000400",
                "stdout F NoNewPrivs:\t1", "stdout F sealed", "stdout F 0",
            ])
    }

    @Test func `a pod on the node's network has the node's`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "node-wide", hostNetwork: true)
        #expect(try await node.runtime.sandboxes().first?.addresses == [])
        let container = try await pod.start("readlink /proc/self/ns/net")
        _ = try await pod.end(of: container)
        let network = try node.run("readlink", "/proc/self/ns/net").filter { !$0.isNewline }
        #expect(try pod.log() == ["stdout F \(network)"])
    }
}
