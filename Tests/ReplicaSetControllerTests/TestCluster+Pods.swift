import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON

extension TestCluster {
    /// How many pods are not being deleted.
    func active() async throws -> Int {
        try await list(.pods, "default").count { $0.deletionTimestamp == nil }
    }

    func eventuallyPods(_ count: Int) async throws {
        try await eventually("\(count) pods") { try await active() == count }
    }

    func scale(to replicas: Int) async throws {
        try await cluster.patch(
            .replicaSets, namespace: "default", name: "web",
            ["spec": ["replicas": .int(replicas)]])
    }

    /// A number of the ReplicaSet's status.
    func status(_ member: String) async throws -> Int {
        try await cluster.get(.replicaSets, namespace: "default", name: "web")["status", member]?
            .int ?? 0
    }

    /// Plays the node: the pod runs and is ready.
    func makeReady(_ pod: APIObject) async throws {
        try await cluster.patch(
            .pods, namespace: "default", name: pod.name, subresource: "status",
            [
                "status": [
                    "phase": "Running",
                    "conditions": [
                        [
                            "type": "Ready", "status": "True",
                            "lastTransitionTime": .string(
                                ControllerContext.wallClock().description),
                        ]
                    ],
                ]
            ])
    }
}
