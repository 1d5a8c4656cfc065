import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import ReplicaSetController
import Testing

struct ReplicaSetTests {
    static func set(replicas: Int, more: String = "") -> String {
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web}
        spec:
          replicas: \(replicas)
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: app}]\(more)}
        """
    }

    static func running() async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(ReplicaSetController(test.context(component: ReplicaSetController.name)))
        return test
    }

    @Test func `There are as many pods as wanted, whatever happens to them`() async throws {
        let test = try await Self.running()
        try await test.create(Self.set(replicas: 20))
        try await test.eventuallyPods(20)
        let pods = try await test.list(.pods, "default")
        #expect(pods.allSatisfy { $0.name.hasPrefix("web-") && $0.name.count == 9 })
        for pod in pods.prefix(5) {
            try await test.cluster.delete(
                .pods, namespace: "default", name: pod.name, Deletion(grace: 0))
        }
        let gone = Set(pods.prefix(5).map(\.uid))
        try await test.eventually("five others") {
            let now = try await test.list(.pods, "default")
            return now.count == 20 && !now.contains { gone.contains($0.uid) }
        }
        try await test.scale(to: 3)
        try await test.eventuallyPods(3)
        try await test.scale(to: 0)
        try await test.eventuallyPods(0)
        try await test.eventually("a status") {
            let set = try await test.cluster.get(
                .replicaSets, namespace: "default", name: "web")
            return set["status", "replicas"]?.int == 0
                && set["status", "observedGeneration"]?.int == set.generation
        }
    }

    @Test func `Pods that are not ready go first`() async throws {
        let test = try await Self.running()
        try await test.create(Self.set(replicas: 6))
        try await test.eventuallyPods(6)
        let ready = try await test.list(.pods, "default").prefix(2)
        for pod in ready { try await test.makeReady(pod) }
        try await test.eventually("two are ready") { try await test.status("readyReplicas") == 2 }
        try await test.scale(to: 2)
        try await test.eventuallyPods(2)
        let left = try await test.list(.pods, "default")
        #expect(Set(left.map(\.uid)) == Set(ready.map(\.uid)))
    }

    @Test func `A pod is available when it has been ready for long enough`() async throws {
        let test = try await Self.running()
        try await test.create(
            Self.set(replicas: 1).replacing(
                "  selector:", with: "  minReadySeconds: 2\n  selector:"))
        try await test.eventuallyPods(1)
        let pod = try #require(try await test.list(.pods, "default").first)
        try await test.makeReady(pod)
        try await test.eventually("it is ready") { try await test.status("readyReplicas") == 1 }
        #expect(try await test.status("availableReplicas") == 0)
        try await test.eventually("it is available") {
            try await test.status("availableReplicas") == 1
        }
    }

    @Test func `What hinders the making of pods is told`() async throws {
        let test = try await Self.running()
        try await test.create(
            Self.set(replicas: 3, more: ", priorityClassName: missing"))
        let message = "no PriorityClass with name missing was found"
        try await test.eventually("the condition") {
            let set = try await test.cluster.get(
                .replicaSets, namespace: "default", name: "web")
            let condition = set["status", "conditions"]?.array?.first
            return condition?["type"] == "ReplicaFailure"
                && condition?["reason"] == "FailedCreate"
                && condition?["message"]?.string?.contains(message) == true
        }
        try await test.eventually("the event") {
            try await test.events(about: "web").contains {
                $0.hasPrefix("FailedCreate: Error creating: ") && $0.contains(message)
            }
        }
        try await test.create(
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: missing}
            value: 1
            """)
        try await test.eventuallyPods(3)
        try await test.eventually("no condition") {
            let set = try await test.cluster.get(
                .replicaSets, namespace: "default", name: "web")
            return set["status", "conditions"] == nil
        }
    }

    @Test func `Several controllers at once come to the same number`() async throws {
        let test = try await TestCluster.start()
        for _ in 0..<3 {
            test.run(ReplicaSetController(test.context(component: ReplicaSetController.name)))
        }
        try await test.create(Self.set(replicas: 50))
        try await test.eventually("50 pods are left, and stay") {
            guard try await test.active() == 50, try await test.status("replicas") == 50 else {
                return false
            }
            try await Task.sleep(for: .milliseconds(200))
            return try await test.active() == 50
        }
    }

    @Test func `Orphans are adopted, and released as their labels change`() async throws {
        let test = try await Self.running()
        try await test.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: orphan, labels: {app: web}}
            spec: {containers: [{name: c, image: app}]}
            """)
        try await test.create(Self.set(replicas: 1))
        func owner() async throws -> String? {
            try await test.cluster.get(.pods, namespace: "default", name: "orphan")
                .ownerReferences.first?["name"]?.string
        }
        try await test.eventually("it is adopted") { try await owner() == "web" }
        #expect(try await test.active() == 1)
        try await test.cluster.patch(
            .pods, namespace: "default", name: "orphan",
            ["metadata": ["labels": ["app": "other"]]])
        try await test.eventually("it is released") { try await owner() == nil }
        try await test.eventuallyPods(2)
    }

    @Test func `ReplicationControllers are kept alike`() async throws {
        let test = try await TestCluster.start()
        test.run(ReplicationController(test.context(component: ReplicationController.name)))
        try await test.create(
            """
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: web}
            spec:
              replicas: 3
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: app}]}
            """)
        try await test.eventuallyPods(3)
        for pod in try await test.list(.pods, "default") {
            #expect(pod.ownerReferences.first?["kind"] == "ReplicationController")
            try await test.makeReady(pod)
        }
        try await test.eventually("all are ready") {
            let set = try await test.cluster.get(
                .replicationControllers, namespace: "default", name: "web")
            return set["status", "readyReplicas"]?.int == 3
                && set["status", "terminatingReplicas"] == nil
        }
    }
}
