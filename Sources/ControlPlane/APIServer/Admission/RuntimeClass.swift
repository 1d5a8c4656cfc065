import APIMachinery
import JSON
import WatchCache

/// A pod's runtime is there, and says what it costs beside the containers and where it can be had.
struct RuntimeClass: AdmissionStep {
    private static let classes = GroupResource(group: "node.k8s.io", resource: "runtimeclasses")

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.isOf("pods"), request.subresource.isEmpty else { return }
        let overhead = object["spec", "overhead"]
        let name = object["spec", "runtimeClassName"]?.string ?? ""
        if name.isEmpty {
            if overhead != nil {
                throw refusal(
                    object, request,
                    "Pod Overhead set without corresponding RuntimeClass defined Overhead")
            }
            return
        }
        guard let found = request.server.cache.get(Self.classes, name: name) else {
            throw refusal(object, request, "RuntimeClass \"\(name)\" not found")
        }
        let runtime = found.object()
        let cost = runtime["overhead", "podFixed"]
        if let overhead, overhead != cost {
            let why =
                cost == nil
                ? "Pod Overhead set without corresponding RuntimeClass defined Overhead"
                : "Pod's Overhead doesn't match RuntimeClass's defined Overhead"
            throw refusal(object, request, why)
        }
        object["spec", "overhead"] = cost
        try schedule(&object, runtime, request)
    }

    /// The pod is narrowed to the nodes that have the runtime.
    private func schedule(
        _ pod: inout APIObject, _ runtime: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        for member in runtime["scheduling", "nodeSelector"]?.object?.members ?? [] {
            if let own = pod["spec", "nodeSelector", member.key], own != member.value {
                let key = member.key
                throw refusal(
                    pod, request,
                    "conflict: runtimeClass.scheduling.nodeSelector[\(key)] = "
                        + "\(member.value.string ?? ""); pod.spec.nodeSelector[\(key)] = "
                        + "\(own.string ?? "")")
            }
            pod["spec", "nodeSelector", member.key] = member.value
        }
        var tolerations = pod["spec", "tolerations"]?.array ?? []
        for toleration in runtime["scheduling", "tolerations"]?.array ?? []
        where !tolerations.contains(toleration) {
            tolerations.append(toleration)
        }
        if !tolerations.isEmpty { pod["spec", "tolerations"] = .array(tolerations) }
    }

    private func refusal(
        _ pod: APIObject, _ request: AdmissionRequest, _ why: String
    ) -> APIStatus {
        .forbidden(
            request.target.definition.groupResource, name: pod.name, "pod rejected: \(why)")
    }
}
