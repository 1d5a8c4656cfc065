import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import StatefulSetController
import Testing

struct StatefulSetTests {
    static func running(_ spec: String = "") async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(StatefulSetController(test.context(component: StatefulSetController.name)))
        try await test.create(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web}
            spec:
              replicas: 3
              serviceName: web
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "app:v1"}]}
            \(spec)
            """)
        return test
    }

    static func names(_ test: TestCluster) async throws -> [String] {
        try await test.list(.pods, "default").map(\.name).sorted()
    }

    static func makeReady(_ test: TestCluster, _ pod: String) async throws {
        try await test.cluster.patch(
            .pods, namespace: "default", name: pod, subresource: "status",
            [
                "status": [
                    "phase": "Running", "conditions": [["type": "Ready", "status": "True"]],
                ]
            ])
    }

    @Test func `Pods come one after another and keep their names and claims`() async throws {
        let test = try await Self.running(
            """
              volumeClaimTemplates:
              - metadata: {name: data}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
            """)
        for number in 0..<3 {
            let expected = (0...number).map { "web-\($0)" }
            try await test.eventually("\(expected)") { try await Self.names(test) == expected }
            try await Self.makeReady(test, "web-\(number)")
        }
        let claims = try await test.list(.persistentVolumeClaims, "default")
        #expect(claims.map(\.name).sorted() == ["data-web-0", "data-web-1", "data-web-2"])
        let pod = try await test.cluster.get(.pods, namespace: "default", name: "web-1")
        #expect(pod["spec", "hostname"] == "web-1")
        #expect(pod["spec", "subdomain"] == "web")
        let volume = pod["spec", "volumes"]?.array?.first { $0["name"] == "data" }
        #expect(volume?["persistentVolumeClaim"]?["claimName"] == "data-web-1")
        try await test.cluster.delete(
            .pods, namespace: "default", name: "web-1", Deletion(grace: 0))
        try await test.eventually("it comes again") {
            let again = try? await test.cluster.get(.pods, namespace: "default", name: "web-1")
            return again.map { $0.uid != pod.uid } ?? false
        }
        #expect(try await test.list(.persistentVolumeClaims, "default").count == 3)
    }

    @Test func `An orphan under its name becomes its pod`() async throws {
        let test = try await TestCluster.start()
        try await test.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, labels: {app: web}}
            spec: {containers: [{name: c, image: app}]}
            """)
        test.run(StatefulSetController(test.context(component: StatefulSetController.name)))
        try await test.create(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web}
            spec:
              serviceName: web
              updateStrategy: {type: OnDelete}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "app:v1"}]}
            """)
        try await test.eventually("it is adopted and labelled") {
            let pod = try await test.cluster.get(.pods, namespace: "default", name: "web-0")
            return pod.ownerReferences.first?["name"] == "web"
                && pod.labels["statefulset.kubernetes.io/pod-name"] == "web-0"
                && pod.labels["apps.kubernetes.io/pod-index"] == "0"
        }
    }

    @Test func `Two controllers at once make each pod once`() async throws {
        let test = try await Self.running("  podManagementPolicy: Parallel")
        test.run(StatefulSetController(test.context(component: StatefulSetController.name)))
        try await test.eventually("three pods") {
            try await Self.names(test) == ["web-0", "web-1", "web-2"]
        }
        try await test.cluster.patch(
            .statefulSets, namespace: "default", name: "web", ["spec": ["replicas": 1]])
        try await test.eventually("one pod") { try await Self.names(test) == ["web-0"] }
        try await test.eventually("the status") {
            let set = try await test.cluster.get(
                .statefulSets, namespace: "default", name: "web")
            return set["status", "replicas"]?.int == 1
        }
    }
}
