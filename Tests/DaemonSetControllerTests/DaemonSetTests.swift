import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import DaemonSetController
import JSON
import Testing

struct DaemonSetTests {
    static func running() async throws -> TestCluster {
        let test = try await TestCluster.start(
            disabledAdmission: ["ServiceAccount", "TaintNodesByCondition"])
        test.run(DaemonSetController(test.context(component: DaemonSetController.name)))
        try await test.create(
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "app:v1"}], nodeSelector: {role: web}}
            """)
        return test
    }

    static func node(_ number: Int, role: String = "web") -> String {
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n\(number), labels: {role: \(role)}}
        """
    }

    /// The nodes that pods are held to, in order.
    static func targets(_ test: TestCluster) async throws -> [String] {
        try await test.list(.pods, "default").filter { $0.deletionTimestamp == nil }.map { pod in
            let required = pod[
                "spec", "affinity", "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution"]
            let field = required?["nodeSelectorTerms"]?.array?.first?["matchFields"]?.array?.first
            return field?["values"]?.array?.first?.string ?? ""
        }.sorted()
    }

    @Test func `Pods follow the nodes`() async throws {
        let test = try await Self.running()
        for number in 1...3 {
            try await test.create(Self.node(number, role: number == 3 ? "db" : "web"))
        }
        try await test.eventually("two pods") { try await Self.targets(test) == ["n1", "n2"] }
        try await test.cluster.patch(
            .nodes, name: "n3", ["metadata": ["labels": ["role": "web"]]])
        try await test.eventually("three pods") {
            try await Self.targets(test) == ["n1", "n2", "n3"]
        }
        try await test.cluster.patch(
            .nodes, name: "n1",
            ["spec": ["taints": [["key": "k", "effect": "NoExecute"]]]])
        try await test.eventually("one less") { try await Self.targets(test) == ["n2", "n3"] }
        try await test.cluster.delete(.nodes, name: "n2")
        try await test.eventually("one left") { try await Self.targets(test) == ["n3"] }
        try await test.eventually("the status") {
            let set = try await test.cluster.get(
                .daemonSets, namespace: "default", name: "web")
            return set["status", "desiredNumberScheduled"]?.int == 1
                && set["status", "currentNumberScheduled"]?.int == 1
        }
    }

    @Test func `An update replaces unavailable pods at once`() async throws {
        let test = try await Self.running()
        for number in 1...3 { try await test.create(Self.node(number)) }
        try await test.eventually("three pods") { try await Self.targets(test).count == 3 }
        try await test.cluster.patch(
            .daemonSets, namespace: "default", name: "web",
            [
                "spec": [
                    "template": ["spec": ["containers": [["name": "c", "image": "app:v2"]]]]
                ]
            ])
        try await test.eventually("all are new") {
            let images = try await test.list(.pods, "default").map {
                $0["spec", "containers"]?.array?.first?["image"]?.string
            }
            return images == ["app:v2", "app:v2", "app:v2"]
        }
        let revisions = try await test.list(.controllerRevisions, "default")
        #expect(revisions.compactMap { $0["revision"]?.int }.sorted() == [1, 2])
    }
}
