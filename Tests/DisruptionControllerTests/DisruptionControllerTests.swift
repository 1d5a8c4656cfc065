import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import DisruptionController
import JSON
import Testing

@Suite struct DisruptionControllerTests {
    private func start(_ budget: String) async throws -> TestCluster {
        let test = try await TestCluster.start()
        test.run(DisruptionController(test.context()))
        let set = try await test.create(
            """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              replicas: 4
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: i}]}
            """)
        for number in 1...4 {
            try await test.create(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-\(number)
                  labels: {app: web}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: \(set[0].uid),
                     controller: true}
                spec: {containers: [{name: c, image: i}]}
                """)
        }
        try await test.create(
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: b}
            spec: {\(budget), selector: {matchLabels: {app: web}}}
            """)
        return test
    }

    private func setReady(_ test: TestCluster, _ number: Int, _ isReady: Bool) async throws {
        try await test.cluster.patch(
            .pods, namespace: "default", name: "web-\(number)", subresource: "status",
            [
                "status": [
                    "phase": "Running",
                    "conditions": [["type": "Ready", "status": isReady ? "True" : "False"]],
                ]
            ])
    }

    private func wait(
        _ test: TestCluster, healthy: Int, desired: Int, allowed: Int
    ) async throws {
        try await test.eventually("\(healthy) healthy, \(desired) desired, \(allowed) allowed") {
            let status =
                try await test.cluster.get(.podDisruptionBudgets, namespace: "default", name: "b")[
                    "status"] ?? [:]
            return status["currentHealthy"] == .int(healthy)
                && status["desiredHealthy"] == .int(desired)
                && status["disruptionsAllowed"] == .int(allowed)
                && status["expectedPods"] == 4
        }
    }

    @Test func `a budget follows its pods`() async throws {
        let test = try await start("maxUnavailable: 50%")
        try await wait(test, healthy: 0, desired: 2, allowed: 0)
        for number in 1...4 { try await setReady(test, number, true) }
        try await wait(test, healthy: 4, desired: 2, allowed: 2)
        for number in 1...3 { try await setReady(test, number, false) }
        try await wait(test, healthy: 1, desired: 2, allowed: 0)
    }

    @Test func `an eviction counts until the pod is seen to go`() async throws {
        let test = try await start("minAvailable: 3")
        for number in 1...4 { try await setReady(test, number, true) }
        try await wait(test, healthy: 4, desired: 3, allowed: 1)
        let path = "/api/v1/namespaces/default/pods/web-1/eviction"
        let eviction: JSON = [
            "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": "web-1"],
        ]
        _ = try await test.cluster.send(
            "POST", path, body: eviction, contentType: "application/json")
        try await test.eventually("three are healthy, none may go") {
            let status =
                try await test.cluster.get(.podDisruptionBudgets, namespace: "default", name: "b")[
                    "status"] ?? [:]
            return status["currentHealthy"] == 3 && status["disruptionsAllowed"] == 0
                && status["disruptedPods"] == nil
        }
        await #expect(throws: APIStatus.self) {
            _ = try await test.cluster.send(
                "POST", "/api/v1/namespaces/default/pods/web-2/eviction",
                body: [
                    "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": "web-2"],
                ],
                contentType: "application/json")
        }
    }

    @Test func `a pod that is not ready goes where enough others are`() async throws {
        let test = try await start("minAvailable: 3")
        for number in 1...3 { try await setReady(test, number, true) }
        try await setReady(test, 4, false)
        try await wait(test, healthy: 3, desired: 3, allowed: 0)
        func evict(_ name: JSON) async throws(APIStatus) {
            _ = try await test.cluster.send(
                "POST", "/api/v1/namespaces/default/pods/\(name.string ?? "")/eviction",
                body: ["apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": name]],
                contentType: "application/json")
        }
        await #expect(throws: APIStatus.self) { try await evict("web-1") }
        try await evict("web-4")
        #expect(try await test.list(.pods, "default").count == 3)
    }
}
