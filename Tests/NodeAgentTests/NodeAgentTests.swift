import APIMachinery
import ContainerRuntime
import ContainerRuntimeTesting
import ControlPlaneTesting
import ControllerRuntime
import JSON
import LinuxSystem
import NetworkAddress
import NodeAgent
import Testing

/// An agent over the real API server in memory, and a runtime in memory that outlives it.
final class AgentBench: Sendable {
    let cluster: TestCluster
    let runtime = FakeRuntime()
    let folder: String

    init() async throws {
        cluster = try await TestCluster.start()
        folder = try Files.createTemporaryDirectory("agent")
    }

    deinit { try? Files.removeTree(folder) }

    /// Starts an agent.
    /// - Returns: what to cancel to end it.
    @discardableResult
    func start() async throws -> Task<Void, Never> {
        let address = try #require(IPAddress("10.0.0.1"))
        var options = NodeAgentOptions(nodeName: "n1", addresses: [address])
        options.rootDirectory = folder + "/root"
        options.logDirectory = folder + "/logs"
        options.resolverFile = ""
        options.syncInterval = .milliseconds(200)
        options.statusInterval = .milliseconds(200)
        options.backoff = .init(first: .milliseconds(50), longest: .milliseconds(400))
        let agent = try await NodeAgent(
            options, runtime: runtime, in: cluster.context(component: "kubelet"))
        return cluster.run { await agent.run() }
    }

    func pod(_ name: String = "web") async throws -> APIObject {
        try await cluster.cluster.get(.pods, namespace: "default", name: name)
    }

    func phase(_ name: String = "web") async throws -> String {
        try await pod(name)["status", "phase"]?.string ?? ""
    }

    func isGone(_ name: String = "web") async throws -> Bool {
        try await cluster.list(.pods).allSatisfy { $0.name != name }
    }

    func delete(_ name: String = "web", grace: Int? = nil) async throws {
        try await cluster.cluster.delete(
            .pods, namespace: "default", name: name, Deletion(grace: grace))
    }

    func isReady(_ name: String = "web") async throws -> Bool {
        let conditions = try await pod(name)["status", "conditions"]?.array ?? []
        return conditions.contains {
            $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
        }
    }
}

@Suite struct NodeAgentTests {
    private func manifest(_ spec: String = "", container: String = "") -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          nodeName: n1
          \(spec)
          containers:
          - name: a
            image: host
            \(container)
        """
    }

    @Test func `a node registers, is ready and renews its lease`() async throws {
        let bench = try await AgentBench()
        try await bench.start()
        let cluster = bench.cluster.cluster
        try await bench.cluster.eventually("node ready") {
            let nodes = try await cluster.list(.nodes)
            return nodes.first?["status", "conditions"]?.array?.contains {
                $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
            } ?? false
        }
        let node = try await cluster.get(.nodes, name: "n1")
        #expect(node.labels["kubernetes.io/hostname"] == "n1")
        #expect(node["status", "addresses"]?.array?[0]["address"] == "10.0.0.1")
        #expect(node["status", "capacity", "pods"] == "110")
        func renewed() async throws -> String? {
            try await cluster.list(.leases, namespace: "kube-node-lease")
                .first { $0.name == "n1" }?["spec", "renewTime"]?.string
        }
        let first = try await bench.cluster.eventually("lease") { try await renewed() }
        try await bench.cluster.eventually("renewal") { try await renewed() != first }
    }

    @Test func `a pod runs from its binding to its removal`() async throws {
        let bench = try await AgentBench()
        try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        let pod = try await bench.pod()
        #expect(pod["status", "podIP"] == "10.1.0.2")
        #expect(pod["status", "hostIP"] == "10.0.0.1")
        #expect(pod["status", "phase"] == "Running")
        let events = try await bench.cluster.eventually("events") {
            let events = try await bench.cluster.events(about: "web")
            return events.contains("Started: Container started") ? events : nil
        }
        #expect(events.contains("Created: Container created"))
        try await bench.delete()
        try await bench.cluster.eventually("gone") { try await bench.isGone() }
        try await bench.cluster.eventually("nothing left") {
            await bench.runtime.sandboxes().isEmpty
        }
        try await bench.cluster.eventually("no folders left") {
            let pods = try Files.list(bench.folder + "/root/pods")
            return try pods.isEmpty && Files.list(bench.folder + "/logs").isEmpty
        }
        #expect(await bench.runtime.stops == ["a 30"])
    }

    @Test func `an agent that was killed finds its pods, and runs none twice`() async throws {
        let bench = try await AgentBench()
        let first = try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        first.cancel()
        await first.value
        await bench.runtime.end("a", exitCode: 1)
        try await bench.start()
        try await bench.cluster.eventually("restarted") {
            let status = try await bench.pod()["status", "containerStatuses"]?.array?.first
            guard status?["restartCount"] == 1 else { return false }
            return try await bench.isReady()
        }
        let counts = await bench.runtime.counts
        #expect(counts.sandboxesMade == 1)
        #expect(counts.containersStarted == 2)
    }

    @Test func `what was deleted while no agent ran is removed by the next`() async throws {
        let bench = try await AgentBench()
        let first = try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        first.cancel()
        await first.value
        try await bench.delete(grace: 0)
        try await bench.start()
        try await bench.cluster.eventually("nothing left") {
            await bench.runtime.sandboxes().isEmpty
        }
    }

    @Test func `a pod that ended is not run again, and keeps its end`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.endAtOnce("a", exitCode: 0)
        let first = try await bench.start()
        try await bench.cluster.create(manifest("restartPolicy: Never"))
        try await bench.cluster.eventually("succeeded") { try await bench.phase() == "Succeeded" }
        first.cancel()
        await first.value
        try await bench.start()
        try await bench.cluster.create(
            manifest("restartPolicy: Never").replacing("name: web,", with: "name: two,"))
        try await bench.cluster.eventually("the other") {
            try await bench.phase("two") == "Succeeded"
        }
        #expect(await bench.runtime.counts.containersStarted == 2)
        #expect(try await bench.phase() == "Succeeded")
    }

    @Test func `a container that crashes is restarted, later and later`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.endAtOnce("a", exitCode: 7)
        try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("back-off") {
            let status = try await bench.pod()["status", "containerStatuses"]?.array?.first
            return status?["state"]?["waiting"]?["reason"]?.string == "CrashLoopBackOff"
                && (status?["restartCount"]?.int ?? 0) >= 2
        }
        try await bench.cluster.eventually("told") {
            try await bench.cluster.events(about: "web").contains {
                $0.hasPrefix("BackOff: Back-off restarting failed container a in pod web_default(")
            }
        }
    }

    @Test func `an image that can't be had says so, and is tried again`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.setMissing("host", true)
        try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("ImagePullBackOff") {
            let status = try await bench.pod()["status", "containerStatuses"]?.array?.first
            return status?["state"]?["waiting"]?["reason"]?.string == "ImagePullBackOff"
        }
        await bench.runtime.setMissing("host", false)
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
    }

    @Test func `a missing ConfigMap is waited for, and a volume follows it`() async throws {
        let bench = try await AgentBench()
        try await bench.start()
        try await bench.cluster.create(
            manifest(
                "volumes: [{name: v, configMap: {name: c}}]",
                container: "volumeMounts: [{name: v, mountPath: /etc/c}]"))
        try await bench.cluster.eventually("told") {
            try await bench.cluster.events(about: "web").contains {
                $0.hasPrefix("FailedMount: MountVolume.SetUp failed for volume \"v\" :")
            }
        }
        try await bench.cluster.create(
            """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {k: one}}
            """)
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        let made = await bench.runtime.made.values.first
        let mount = try #require(made?.mounts.first { $0.containerPath == "/etc/c" })
        #expect(try Files.readText(mount.hostPath + "/k") == "one")
        _ = try await bench.cluster.cluster.patch(
            .configMaps, namespace: "default", name: "c", ["data": ["k": "two"]])
        try await bench.cluster.eventually("followed") {
            try Files.readText(mount.hostPath + "/k") == "two"
        }
    }

    @Test func `a failed liveness probe restarts its container`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.setResult(
            of: ["check"], CommandResult(exitCode: 1, output: Array("bad".utf8)))
        try await bench.start()
        try await bench.cluster.create(
            manifest(
                container: """
                    livenessProbe: \
                    {exec: {command: [check]}, periodSeconds: 1, failureThreshold: 1}
                    """))
        try await bench.cluster.eventually("restarted") {
            let status = try await bench.pod()["status", "containerStatuses"]?.array?.first
            return (status?["restartCount"]?.int ?? 0) >= 1
        }
        try await bench.cluster.eventually("told") {
            let events = try await bench.cluster.events(about: "web")
            return events.contains("Unhealthy: Liveness probe failed: bad")
                && events.contains("Killing: Container a failed liveness probe, will be restarted")
        }
    }

    @Test func `containers for initialisation come first, sidecars last`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.endAtOnce("i", exitCode: 0)
        try await bench.start()
        try await bench.cluster.create(
            manifest(
                """
                initContainers:
                  - {name: i, image: host}
                  - {name: s, image: host, restartPolicy: Always}
                """))
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        try await bench.delete()
        try await bench.cluster.eventually("gone") { try await bench.isGone() }
        let stops = await bench.runtime.stops.map { $0.prefix(1) }
        #expect(stops == ["a", "s"])
    }

    @Test func `a sandbox that can't be made says why`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.setSandboxFault("no network")
        try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("told") {
            try await bench.cluster.events(about: "web").contains(
                "FailedCreatePodSandBox: Failed to create pod sandbox: no network")
        }
        await bench.runtime.setSandboxFault(nil)
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
    }

    @Test func `after a reboot pods run again in new sandboxes`() async throws {
        let bench = try await AgentBench()
        try await bench.start()
        try await bench.cluster.create(manifest())
        try await bench.cluster.eventually("ready") { try await bench.isReady() }
        await bench.runtime.breakSandboxes()
        try await bench.cluster.eventually("again") {
            let status = try await bench.pod()["status", "containerStatuses"]?.array?.first
            guard status?["restartCount"] == 1 else { return false }
            return try await bench.isReady()
        }
        #expect(await bench.runtime.counts.sandboxesMade == 2)
    }

    @Test func `nothing is done again because a look at the runtime was old`() async throws {
        let bench = try await AgentBench()
        await bench.runtime.setLookDelay(.milliseconds(20))
        await bench.runtime.endAtOnce("i", exitCode: 0)
        try await bench.start()
        let text = manifest("initContainers: [{name: i, image: host}]")
        for number in 1...20 {
            try await bench.cluster.create(
                text.replacing("name: web,", with: "name: web\(number),"))
        }
        for number in 1...20 {
            try await bench.cluster.eventually("ready") {
                try await bench.isReady("web\(number)")
            }
        }
        let counts = await bench.runtime.counts
        #expect(counts.sandboxesMade == 20)
        #expect(counts.containersStarted == 40)
    }
}
