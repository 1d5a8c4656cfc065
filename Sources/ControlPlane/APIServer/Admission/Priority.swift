import APIMachinery
import JSON
import WatchCache

/// A pod's priority is that of its class.
struct Priority: AdmissionStep {
    private static let classes = GroupResource(
        group: "scheduling.k8s.io", resource: "priorityclasses")
    private static let preempts = "PreemptLowerPriority"

    private struct Rank {
        var name = ""
        var value = 0
        var policy = Priority.preempts
    }

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.isOf("pods"), request.subresource.isEmpty else { return }
        let rank = try rank(of: object, request)
        let by = "priority admission controller computed"
        if let given = object["spec", "priority"]?.int, given != rank.value {
            throw refusal(
                object, request,
                "the integer value of priority (\(given)) must not be provided in pod spec; "
                    + "\(by) \(rank.value) from the given PriorityClass name")
        }
        if let given = object["spec", "preemptionPolicy"]?.string, given != rank.policy {
            throw refusal(
                object, request,
                "the string value of PreemptionPolicy (\(given)) must not be provided in pod "
                    + "spec; \(by) \(rank.policy) from the given PriorityClass name")
        }
        if !rank.name.isEmpty { object["spec", "priorityClassName"] = .string(rank.name) }
        object["spec", "priority"] = .int(rank.value)
        object["spec", "preemptionPolicy"] = .string(rank.policy)
    }

    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        guard request.isOf("pods"), request.subresource.isEmpty else { return }
        for member in ["priority", "preemptionPolicy"] where object["spec", member] == nil {
            object["spec", member] = old["spec", member]
        }
    }

    private func rank(
        of pod: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) -> Rank {
        let name = pod["spec", "priorityClassName"]?.string ?? ""
        if name.isEmpty { return standard(request) }
        guard let found = request.server.cache.get(Self.classes, name: name) else {
            throw refusal(pod, request, "no PriorityClass with name \(name) was found")
        }
        return Self.rank(found.object(), name: name)
    }

    /// The class that is the cluster's default, the lowest if there are several; else nothing.
    private func standard(_ request: AdmissionRequest) -> Rank {
        var lowest: Rank?
        for cached in request.server.cache.list(Self.classes).objects {
            let object = cached.object()
            guard object["globalDefault"]?.bool == true else { continue }
            let rank = Self.rank(object, name: object.name)
            if rank.value < lowest?.value ?? .max { lowest = rank }
        }
        return lowest ?? Rank()
    }

    private static func rank(_ object: APIObject, name: String) -> Rank {
        Rank(
            name: name, value: object["value"]?.int ?? 0,
            policy: object["preemptionPolicy"]?.string ?? preempts)
    }

    private func refusal(
        _ pod: APIObject, _ request: AdmissionRequest, _ why: String
    ) -> APIStatus {
        .forbidden(request.target.definition.groupResource, name: pod.name, why)
    }
}
