import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import PodGarbageCollector
import Testing

@Suite struct PodGarbageCollectorTests {
    private func start(
        _ change: (inout PodGarbageCollector.Options) -> Void = { _ in }
    ) async throws -> TestCluster {
        let test = try await TestCluster.start()
        var options = PodGarbageCollector.Options()
        options.period = .milliseconds(20)
        options.quarantine = .milliseconds(50)
        change(&options)
        test.run(PodGarbageCollector(test.context(), options: options))
        return test
    }

    private func pod(_ name: String, node: String = "", finalizer: String = "") -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name), finalizers: [\(finalizer)]}
        spec: {nodeName: "\(node)", containers: [{name: c, image: i}]}
        """
    }

    @Test func `pods of a node that is gone go, those of others stay`() async throws {
        let test = try await start()
        try await test.create("{apiVersion: v1, kind: Node, metadata: {name: here}}")
        try await test.create(pod("lost", node: "gone", finalizer: "example.com/hold"))
        try await test.create(pod("kept", node: "here"))
        try await test.create(pod("new"))
        let lost = try await test.eventually("the pod is being deleted") {
            try await test.list(.pods, "default").first { $0.deletionTimestamp != nil }
        }
        #expect(lost.name == "lost")
        #expect(lost["status", "phase"] == "Failed")
        let condition = lost["status", "conditions"]?.array?.first {
            $0["type"]?.string == "DisruptionTarget"
        }
        #expect(condition?["reason"] == "DeletionByPodGC")
        #expect(condition?["message"] == "PodGC: node no longer exists")
        #expect(try await test.list(.pods, "default").count == 3)
    }

    @Test func `of finished pods above the limit the oldest go`() async throws {
        let test = try await start { $0.terminatedPods = 1 }
        for name in ["a", "b", "c"] {
            try await test.create(pod(name))
            try await test.cluster.patch(
                .pods, namespace: "default", name: name, subresource: "status",
                ["status": ["phase": "Succeeded"]])
        }
        try await test.create(pod("runs"))
        try await test.eventually("one finished pod is left") {
            try await test.list(.pods, "default").map(\.name) == ["c", "runs"]
        }
    }
}
