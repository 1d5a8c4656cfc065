import APIMachinery
import JSON

/// What is written of a node that gives no signs of life.
enum UnknownConditions {
    /// Sets what only the node itself can know to `Unknown`.
    /// - Parameter now: RFC 3339.
    static func write(into node: inout APIObject, now: String) {
        var conditions = node["status", "conditions"]?.array ?? []
        for type in NodeHealth.conditions {
            guard let index = conditions.firstIndex(where: { $0["type"]?.string == type }) else {
                conditions.append([
                    "type": .string(type), "status": "Unknown",
                    "lastHeartbeatTime": .string(node.creationTimestamp),
                    "lastTransitionTime": .string(now), "reason": "NodeStatusNeverUpdated",
                    "message": "Kubelet never posted node status.",
                ])
                continue
            }
            guard conditions[index]["status"]?.string != "Unknown" else { continue }
            conditions[index]["status"] = "Unknown"
            conditions[index]["reason"] = "NodeStatusUnknown"
            conditions[index]["message"] = "Kubelet stopped posting node status."
            conditions[index]["lastTransitionTime"] = .string(now)
        }
        node["status", "conditions"] = .array(conditions)
    }
}
