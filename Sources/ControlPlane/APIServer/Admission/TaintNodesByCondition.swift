import APIMachinery
import JSON

/// A new node takes no pods before it is ready.
struct TaintNodesByCondition: AdmissionStep {
    private static let taint: JSON = [
        "key": "node.kubernetes.io/not-ready", "effect": "NoSchedule",
    ]

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.isOf("nodes") else { return }
        var taints = object["spec", "taints"]?.array ?? []
        let isThere = taints.contains {
            $0["key"] == Self.taint["key"] && $0["effect"] == Self.taint["effect"]
        }
        if isThere { return }
        taints.append(Self.taint)
        object["spec", "taints"] = .array(taints)
    }
}
