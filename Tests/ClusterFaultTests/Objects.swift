import APIMachinery
import ControllerRuntime
import JSON

extension Rig {
    /// Nodes that are ready and have room for so many pods each.
    func makeNodes(_ count: Int, pods: Int = 110) async throws {
        let room: JSON = ["cpu": "64", "memory": "256Gi", "pods": .string("\(pods)")]
        for number in 1...count {
            let name = "n\(number)"
            try await cluster.create(
                .nodes,
                APIObject([
                    "metadata": [
                        "name": .string(name), "labels": ["kubernetes.io/hostname": .string(name)],
                    ]
                ]))
            try await cluster.patch(
                .nodes, name: name, subresource: "status",
                [
                    "status": [
                        "capacity": room, "allocatable": room,
                        "conditions": [
                            ["type": "Ready", "status": "True", "reason": "KubeletReady"]
                        ],
                    ]
                ])
        }
    }

    /// A Deployment or StatefulSet, the pods of which do nothing.
    func workload(_ name: String, replicas: Int, more: [String: JSON] = [:]) -> APIObject {
        var spec: JSON = [
            "replicas": .int(replicas), "selector": ["matchLabels": ["app": .string(name)]],
            "template": [
                "metadata": ["labels": ["app": .string(name)]],
                "spec": ["containers": [["name": "c", "image": "one"]]],
            ],
        ]
        for (key, value) in more { spec[key] = value }
        return APIObject([
            "metadata": ["name": .string(name), "namespace": "default"], "spec": spec,
        ])
    }

    /// The pods of a workload that are not being deleted.
    func pods(of name: String) async throws -> [APIObject] {
        try await cluster.list(.pods, namespace: "default", query: "labelSelector=app%3D\(name)")
            .filter { $0.deletionTimestamp == nil }
    }

    /// Whether a Deployment says that all is as wanted, with an image everywhere.
    func isRolledOut(_ name: String, replicas: Int, image: String) async throws -> Bool {
        guard
            let found = try? await cluster.get(
                .deployments, namespace: "default", name: name)
        else { return false }
        let status = found["status"]
        let numbers = ["replicas", "readyReplicas", "updatedReplicas", "availableReplicas"]
        guard numbers.allSatisfy({ status?[$0]?.int == replicas }),
            status?["observedGeneration"]?.int == found.generation
        else { return false }
        let pods = try await pods(of: name)
        return pods.count == replicas
            && pods.allSatisfy {
                $0["spec", "containers"]?.array?.first?["image"]?.string == image
            }
    }

    /// Changes a Deployment's image.
    func setImage(_ name: String, _ image: String) async throws {
        try await cluster.patch(
            .deployments, namespace: "default", name: name,
            [
                "spec": [
                    "template": [
                        "spec": ["containers": [["name": "c", "image": .string(image)]]]
                    ]
                ]
            ])
    }
}
