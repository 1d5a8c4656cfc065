import CRIRuntime
import ContainerRuntime
import ContainerdTesting
import LinuxSystem
import Testing

/// The demo's manifests under containerd, on two nodes.
@Suite(.serialized) struct ContainerdClusterTests {
    @Test func `a Deployment is reached by its Service's name, across nodes`() async throws {
        let cluster = try await ContainerdCluster.start()
        do {
            try await run(on: cluster)
        } catch {
            cluster.printLogs()
            try await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    private func run(on cluster: ContainerdCluster) async throws {
        let tests = Files.directory(of: #filePath)
        let manifests = Files.directory(of: Files.directory(of: tests)) + "/netlab/manifests"
        try await cluster.kubectl("apply", "-f", tests + "/dns.yaml")
        try await cluster.kubectl("apply", "-f", manifests + "/web.yaml")
        try await cluster.kubectl(
            "--namespace", "kube-system", "rollout", "status", "daemonset/clusterdns",
            "--timeout", "55s")
        try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout", "55s")
        try await cluster.kubectl("wait", "pod/client", "--for", "condition=Ready")
        let placed = try await cluster.kubectl(
            "get", "pods", "--selector", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}")
        #expect(Set(placed.split(separator: " ")) == ["node-1", "node-2"])

        let answers = try await requests(60, on: cluster)
        #expect(answers.count == 60)
        #expect(answers.allSatisfy { $0.contains(" ok ") }, "\(answers)")
        let backends = Set(answers.compactMap { $0.split(separator: " ").dropFirst(3).first })
        #expect(backends.count == 3, "\(backends)")

        try await agentIsKilled(on: cluster)
        try await containerdIsKilled(on: cluster)
        try await cluster.kubectl(
            "delete", "-f", manifests + "/web.yaml", "-f", tests + "/dns.yaml")
        for node in cluster.nodes {
            try await poll("nothing is left of the pods", log: node.runtime.folder + "/agent.log") {
                let sandboxes = try await node.runtime.runtime.sandboxes()
                let containers = try await node.runtime.runtime.containers()
                return sandboxes.isEmpty && containers.isEmpty
            }
            let links = try node.runtime.run("ip", "-o", "link", "show", "type", "veth")
            #expect(!links.contains("cni0"), "\(links)")
        }
    }

    /// Requests by the Service's name from the pod `client`.
    private func requests(_ count: Int, on cluster: ContainerdCluster) async throws -> [String] {
        let runtime = cluster.nodes[0].runtime.runtime
        let shell = try #require(
            try await runtime.containers().first { $0.name == "shell" && $0.phase == .running })
        let result = try await runtime.exec(
            [
                "netlab", "request", "http://web.default.svc.cluster.local", "--count",
                String(count),
            ], in: shell.id, timeout: .seconds(60))
        #expect(result.exitCode == 0, "\(String(decoding: result.errors, as: UTF8.self))")
        return String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    /// An agent killed and started again finds its pods as they run, and starts none twice.
    private func agentIsKilled(on cluster: ContainerdCluster) async throws {
        let node = cluster.nodes[1]
        let before = try await node.runtime.runtime.containers().map(\.id)
        try node.runtime.kill("agent")
        try cluster.runAgent(on: node)
        try await scale(to: 4, on: cluster)
        let after = Set(try await node.runtime.runtime.containers().map(\.id))
        #expect(before.allSatisfy(after.contains))
        try await nothingRestarted(on: cluster)
    }

    /// Pods answer while their containerd is away; once it is back, the agent goes on.
    private func containerdIsKilled(on cluster: ContainerdCluster) async throws {
        let node = cluster.nodes[1].runtime
        try node.killContainerd()
        let answers = try await requests(40, on: cluster)
        #expect(answers.allSatisfy { $0.contains(" ok ") }, "\(answers)")
        #expect(answers.contains { $0.hasSuffix(" node-2") }, "\(answers)")
        try await node.restartContainerd()
        try await scale(to: 6, on: cluster)
        try await nothingRestarted(on: cluster)
    }

    private func scale(to count: Int, on cluster: ContainerdCluster) async throws {
        try await cluster.kubectl("scale", "deployment/web", "--replicas=\(count)")
        try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout", "55s")
    }

    private func nothingRestarted(on cluster: ContainerdCluster) async throws {
        let restarts = try await cluster.kubectl(
            "get", "pods", "-o",
            "jsonpath={.items[*].status.containerStatuses[*].restartCount}")
        #expect(Set(restarts.split(separator: " ")) == ["0"])
        let answers = try await requests(20, on: cluster)
        #expect(answers.allSatisfy { $0.contains(" ok ") }, "\(answers)")
    }
}
