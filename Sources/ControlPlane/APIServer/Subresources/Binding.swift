import APIMachinery
import HTTPServer
import JSON
import ResourceModel

extension APIServer {
    /// POST to a pod's `/binding`, or to `bindings`: the pod goes to a node.
    func bind(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "CreateOptions")
        guard let bindings = registry[group: "", version: "v1", resource: "bindings"],
            let pods = registry[group: "", version: "v1", resource: "pods"]
        else { throw .noSuchResource }
        let binding = try bodies.object(context.http, as: bindings, options, context.warnings)
        if !target.name.isEmpty, !binding.name.isEmpty, binding.name != target.name {
            throw .badRequest("name in URL does not match name in Binding object")
        }
        let name = target.name.isEmpty ? binding.name : target.name
        let pod = ResourceTarget(
            definition: pods, storage: pods, namespace: target.namespace, name: name)
        try PodBinding.check(binding)
        let change = ObjectChange(makesObjects: false) { pod, _ throws(APIStatus) in
            try PodBinding.bound(pod, by: binding)
        }
        let rules = UpdateRules(
            prepare: { _, _, _ in }, validate: { _, _, _ in [] }, countsGeneration: false,
            allocates: false, subresource: "binding")
        _ = try await update(pod, rules, change, options, context)
        return respond(Self.created, context, acceptance, status: 201)
    }

    /// What creations without an object answer.
    static let created: JSON = [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201,
    ]
}

/// What a Binding does to its pod.
enum PodBinding {
    static func check(_ binding: APIObject) throws(APIStatus) {
        let kind = binding["target", "kind"]?.string ?? ""
        var faults: [InvalidField] = []
        let path = FieldPath("target")
        if !kind.isEmpty, kind != "Node" {
            faults.append(
                .notSupported(path["kind"], .string(kind), supported: ["Node", "<empty>"]))
        }
        if (binding["target", "name"]?.string ?? "").isEmpty {
            faults.append(.required(path["name"]))
        }
        if faults.isEmpty { return }
        let list = faults.map(\.description)
        let text = list.count == 1 ? list[0] : "[\(list.joined(separator: ", "))]"
        // Upstream forgets to make an answer of these mistakes.
        throw APIStatus(code: 500, reason: "", message: text)
    }

    static func bound(_ pod: APIObject, by binding: APIObject) throws(APIStatus) -> APIObject {
        let refusal = GroupResource(resource: "pods/binding")
        if pod.deletionTimestamp != nil {
            throw .conflict(
                refusal, name: pod.name,
                "pod \(pod.name) is being deleted, cannot be assigned "
                    + "to a host")
        }
        if let node = pod["spec", "nodeName"]?.string, !node.isEmpty {
            throw .conflict(
                refusal, name: pod.name,
                "pod \(pod.name) is already assigned to node \"\(node)\"")
        }
        if !(pod["spec", "schedulingGates"]?.array ?? []).isEmpty {
            throw .conflict(
                refusal, name: pod.name, "pod \(pod.name) has non-empty .spec.schedulingGates")
        }
        if !binding.uid.isEmpty, binding.uid != pod.uid {
            throw .conflict(
                refusal, name: pod.name,
                "Precondition failed: UID in precondition: \(binding.uid), "
                    + "UID in object meta: \(pod.uid)")
        }
        var bound = pod
        bound["spec", "nodeName"] = binding["target", "name"]
        bound.annotations.merge(binding.annotations) { _, new in new }
        bound.labels.merge(binding.labels) { _, new in new }
        let now = APIServer.now.description
        var conditions = pod["status", "conditions"]?.array ?? []
        conditions.removeAll { $0["type"] == "PodScheduled" }
        conditions.append([
            "type": "PodScheduled", "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": .string(now),
        ])
        bound["status", "conditions"] = .array(conditions)
        return bound
    }
}
