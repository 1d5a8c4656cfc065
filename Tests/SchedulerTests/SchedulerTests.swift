import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import Scheduler
import Testing

@Suite struct SchedulerTests {
    private func node(_ name: String, cpu: String = "4") -> String {
        """
        apiVersion: v1
        kind: Node
        metadata: {name: \(name), labels: {kubernetes.io/hostname: \(name)}}
        status:
          allocatable: {cpu: "\(cpu)", memory: 8Gi, pods: "110"}
          conditions: [{type: Ready, status: "True"}]
        """
    }

    private func pod(_ name: String, cpu: String = "1", _ more: String = "") -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name)}
        spec:
          terminationGracePeriodSeconds: 0
          containers: [{name: c, image: x, resources: {requests: {cpu: "\(cpu)"}}}]
          \(more)
        """
    }

    /// A cluster with nodes that take pods, and a scheduler.
    private func cluster(
        _ nodes: String..., schedulers: [SchedulerOptions] = [SchedulerOptions()]
    ) async throws -> TestCluster {
        let cluster = try await TestCluster.start()
        for text in nodes { try await add(text, to: cluster) }
        for options in schedulers {
            cluster.run(Scheduler(cluster.context(component: "default-scheduler"), options))
        }
        return cluster
    }

    private func add(_ node: String, to cluster: TestCluster) async throws {
        for made in try await cluster.create(node) {
            try await cluster.cluster.patch(
                .nodes, name: made.name, ["spec": ["taints": .null]])
        }
    }

    private func get(_ cluster: TestCluster, _ name: String) async throws -> APIObject {
        try await cluster.cluster.get(.pods, namespace: "default", name: name)
    }

    private func condition(_ pod: APIObject) -> String {
        let conditions = pod["status", "conditions"]?.array ?? []
        let found = conditions.first { $0["type"] == "PodScheduled" }
        return found?["message"]?.string ?? ""
    }

    private func isPlaced(_ cluster: TestCluster, _ name: String, on node: String) async throws {
        try await cluster.eventually("\(name) is on \(node)") {
            try await get(cluster, name)["spec", "nodeName"]?.string == node
        }
    }

    @Test func `a pod goes to the node where it fits, and an event says so`() async throws {
        let cluster = try await cluster(node("small", cpu: "1"), node("large", cpu: "8"))
        try await cluster.create(pod("p", cpu: "2"))
        try await isPlaced(cluster, "p", on: "large")
        try await cluster.eventually("the event") {
            try await cluster.events(about: "p")
                .contains("Scheduled: Successfully assigned default/p to large")
        }
    }

    @Test func `a pod that fits nowhere says why, and goes as soon as a node comes`() async throws {
        let cluster = try await cluster(node("small", cpu: "1"))
        try await cluster.create(pod("p", cpu: "2"))
        let message =
            "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
            + "preemption: 0/1 nodes are available: "
            + "1 Preemption is not helpful for scheduling."
        try await cluster.eventually("the condition") {
            try await condition(get(cluster, "p")) == message
        }
        try await cluster.eventually("the event") {
            try await cluster.events(about: "p").contains("FailedScheduling: " + message)
        }
        try await add(node("large"), to: cluster)
        try await isPlaced(cluster, "p", on: "large")
    }

    @Test func `a pod of higher priority makes a lesser one go`() async throws {
        let cluster = try await cluster(node("n1"))
        try await cluster.create(
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: high}
            value: 1000
            """)
        try await cluster.create(pod("low", cpu: "3"))
        try await isPlaced(cluster, "low", on: "n1")
        try await cluster.create(pod("high", cpu: "2", "priorityClassName: high"))
        try await isPlaced(cluster, "high", on: "n1")
        let left = try await cluster.list(.pods, "default").map(\.name)
        #expect(left == ["high"])
    }

    @Test func `a pod of another scheduler is left alone`() async throws {
        var other = SchedulerOptions()
        other.schedulerNames = ["other"]
        let cluster = try await cluster(node("n1"), schedulers: [other])
        try await cluster.create(pod("mine", "schedulerName: other"))
        try await cluster.create(pod("not-mine"))
        try await isPlaced(cluster, "mine", on: "n1")
        #expect(try await get(cluster, "not-mine")["spec", "nodeName"] == nil)
    }

    @Test func `two schedulers at once place each pod once`() async throws {
        let cluster = try await cluster(
            node("a"), node("b"), schedulers: [SchedulerOptions(), SchedulerOptions()])
        for number in 0..<40 { try await cluster.create(pod("p\(number)", cpu: "10m")) }
        try await cluster.eventually("all are placed") {
            try await cluster.list(.pods, "default").allSatisfy {
                !($0["spec", "nodeName"]?.string ?? "").isEmpty
            }
        }
        for number in 0..<40 {
            let told = try await cluster.events(about: "p\(number)").count {
                $0.hasPrefix("Scheduled")
            }
            #expect(told <= 1)
        }
    }
}
