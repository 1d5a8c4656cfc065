import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON

extension TestCluster {
    /// Makes each pod ready, and removes each that is being deleted.
    func playNode() {
        let (cluster, pods) = (cluster, cluster.informer(for: .pods))
        let (names, sender) = AsyncStream.makeStream(of: ObjectName.self)
        pods.onChange { change in
            guard let pod = change.new else { return }
            sender.yield(ObjectName(namespace: pod.namespace, name: pod.name))
        }
        let status: JSON = [
            "phase": "Running", "conditions": [["type": "Ready", "status": "True"]],
        ]
        run {
            for await name in names {
                guard let pod = pods.get(namespace: name.namespace, name: name.name) else {
                    continue
                }
                if pod.meta.isDeleting {
                    try? await cluster.delete(
                        .pods, namespace: name.namespace, name: name.name,
                        Deletion(grace: 0, uid: pod.uid))
                } else if !pod.view(PodView.self).isReady {
                    _ = try? await cluster.patch(
                        .pods, namespace: name.namespace, name: name.name,
                        subresource: "status", ["status": status])
                }
            }
        }
    }

    func deployment() async throws -> APIObject {
        try await cluster.get(.deployments, namespace: "default", name: "web")
    }

    func change(_ spec: JSON) async throws {
        try await cluster.patch(
            .deployments, namespace: "default", name: "web", ["spec": spec])
    }

    func setImage(_ image: String) async throws {
        try await change([
            "template": ["spec": ["containers": [["name": "c", "image": .string(image)]]]]
        ])
    }

    /// The images of all pods.
    func images() async throws -> [String] {
        try await list(.pods, "default").map {
            $0["spec", "containers"]?.array?.first?["image"]?.string ?? ""
        }
    }

    /// Whether the rollout is through, and its pods have an image.
    func isComplete(_ image: String) async throws -> Bool {
        let deployment = try await deployment()
        let progress = deployment["status", "conditions"]?.array?
            .first { $0["type"] == "Progressing" }
        guard deployment["status", "observedGeneration"]?.int == deployment.generation,
            deployment["status", "availableReplicas"]?.int == 4,
            progress?["reason"] == "NewReplicaSetAvailable"
        else { return false }
        return try await images() == Array(repeating: image, count: 4)
    }

    func eventuallyComplete(_ image: String) async throws {
        try await eventually("all pods have \(image)") { try await isComplete(image) }
    }
}
