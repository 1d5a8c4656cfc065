import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import NodeLifecycleController
import Testing

@Suite struct NodeLifecycleControllerTests {
    private static func node(_ name: String, ready: String = "True") -> String {
        """
        apiVersion: v1
        kind: Node
        metadata: {name: \(name)}
        status:
          conditions: [{type: Ready, status: "\(ready)", reason: R, message: m}]
        ---

        """
    }

    private static func pod(_ name: String, on node: String, seconds: Int) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name)}
        spec:
          nodeName: \(node)
          terminationGracePeriodSeconds: 0
          containers: [{name: c, image: example.com/a}]
          tolerations:
          - {operator: Exists, tolerationSeconds: \(seconds), effect: NoExecute}
        status:
          phase: Running
          conditions: [{type: Ready, status: "True"}]
        ---

        """
    }

    /// Beats for a node until it is cancelled.
    private static func keepAlive(
        _ node: String, _ test: TestCluster
    ) async throws -> Task<
        Void, Never
    > {
        let lease = APIObject([
            "metadata": ["name": .string(node), "namespace": "kube-node-lease"],
            "spec": ["holderIdentity": .string(node)],
        ])
        try await test.cluster.create(.leases, lease)
        let cluster = test.cluster
        return test.run {
            var beat: Int64 = 0
            while !Task.isCancelled {
                beat += 1_000_000
                let time = Timestamp(microseconds: beat).microTime
                _ = try? await cluster.patch(
                    .leases, namespace: "kube-node-lease", name: node,
                    ["spec": ["renewTime": .string(time)]])
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private static var fast: NodeLifecycleController.Options {
        var options = NodeLifecycleController.Options()
        options.grace = .seconds(2)
        options.startupGrace = .seconds(2)
        options.period = .milliseconds(50)
        return options
    }

    private static func taints(_ node: String, _ test: TestCluster) async throws -> Set<String> {
        let taints = try await test.cluster.get(.nodes, name: node)["spec", "taints"]?.array ?? []
        return Set(
            taints.map { "\($0["key"]?.string ?? ""):\($0["effect"]?.string ?? "")" })
    }

    @Test func `a node that falls silent loses its pods; one that beats keeps them`() async throws {
        let test = try await TestCluster.start()
        try await test.create(Self.node("dead") + Self.node("alive"))
        try await test.create(
            Self.pod("short", on: "dead", seconds: 0) + Self.pod("long", on: "dead", seconds: 300)
                + Self.pod("safe", on: "alive", seconds: 0))
        _ = try await Self.keepAlive("alive", test)
        test.run(
            NodeLifecycleController(test.context(), Self.fast),
            TaintEvictionController(test.context()))
        try await test.eventually("the pod that stands nothing is deleted") {
            try await !test.list(.pods).contains { $0.name == "short" }
        }
        #expect(
            try await Self.taints("dead", test) == [
                "node.kubernetes.io/unreachable:NoSchedule",
                "node.kubernetes.io/unreachable:NoExecute",
            ])
        let node = try await test.cluster.get(.nodes, name: "dead")
        let told = (node["status", "conditions"]?.array ?? []).map { condition in
            ["type", "status", "reason"].map { condition[$0]?.string ?? "" }
                .joined(separator: " ")
        }
        #expect(
            Set(told) == [
                "Ready Unknown NodeStatusUnknown", "MemoryPressure Unknown NodeStatusNeverUpdated",
                "DiskPressure Unknown NodeStatusNeverUpdated",
                "PIDPressure Unknown NodeStatusNeverUpdated",
            ])
        try await test.eventually("the pod that stays is not ready") {
            let pod = try await test.cluster.get(.pods, namespace: "default", name: "long")
            return pod["status", "conditions"]?.array?.first?["status"]?.string == "False"
        }
        #expect(try await Self.taints("alive", test).isEmpty)
        let safe = try await test.cluster.get(.pods, namespace: "default", name: "safe")
        #expect(safe["status", "conditions"]?.array?.first?["status"]?.string == "True")
        try await test.eventually("events say so") {
            try await test.events(about: "dead").contains {
                $0 == "NodeNotReady: Node dead status is now: NodeNotReady"
            }
        }
    }

    @Test func `where no node is heard, none is given up`() async throws {
        let test = try await TestCluster.start()
        try await test.create(Self.node("a", ready: "Unknown") + Self.node("b", ready: "False"))
        try await test.create(Self.pod("p", on: "a", seconds: 0))
        test.run(
            NodeLifecycleController(test.context(), Self.fast),
            TaintEvictionController(test.context()))
        try await test.eventually("scheduling stops") {
            let a = try await Self.taints("a", test)
            let b = try await Self.taints("b", test)
            return a == ["node.kubernetes.io/unreachable:NoSchedule"] && !b.isEmpty
        }
        #expect(try await test.list(.pods).count == 1)
    }

    @Test func `a node that comes back is free of taints, and its pods may stay`() async throws {
        let test = try await TestCluster.start()
        try await test.create(Self.node("a") + Self.node("b", ready: "False"))
        try await test.create(Self.pod("p", on: "b", seconds: 300))
        _ = try await Self.keepAlive("a", test)
        _ = try await Self.keepAlive("b", test)
        test.run(
            NodeLifecycleController(test.context(), Self.fast),
            TaintEvictionController(test.context()))
        try await test.eventually("tainted") { try await Self.taints("b", test).count == 2 }
        try await test.cluster.patch(
            .nodes, name: "b", subresource: "status",
            ["status": ["conditions": [["type": "Ready", "status": "True"]]]])
        try await test.eventually("untainted") { try await Self.taints("b", test).isEmpty }
        try await test.eventually("the deletion is called off") {
            try await test.events(about: "p").contains {
                $0 == "TaintManagerEviction: Cancelling deletion of Pod default/p"
            }
        }
        #expect(try await test.list(.pods).count == 1)
    }
}
