/// The taints that a node's conditions call for.
///
/// Scheduling stops at once; pods are driven away only where that was allowed.
package enum NodeTaints {
    static let notReady = "node.kubernetes.io/not-ready"
    static let unreachable = "node.kubernetes.io/unreachable"
    static let unschedulable = "node.kubernetes.io/unschedulable"

    /// Which status of which condition makes which taint.
    private static let ofConditions = [
        (type: "Ready", status: "False", key: notReady),
        (type: "Ready", status: "Unknown", key: unreachable),
        (type: "MemoryPressure", status: "True", key: "node.kubernetes.io/memory-pressure"),
        (type: "DiskPressure", status: "True", key: "node.kubernetes.io/disk-pressure"),
        (type: "PIDPressure", status: "True", key: "node.kubernetes.io/pid-pressure"),
        (
            type: "NetworkUnavailable", status: "True",
            key: "node.kubernetes.io/network-unavailable"
        ),
    ]

    /// The taint that drives pods off a node of this readiness; nil for one that is ready, or has
    /// not said yet.
    package static func evicting(_ ready: String?) -> Taint? {
        switch ready {
        case "False": Taint(key: notReady, effect: "NoExecute")
        case "Unknown": Taint(key: unreachable, effect: "NoExecute")
        default: nil
        }
    }

    /// Whether pods are driven off a node already.
    package static func isEvicting(_ taints: [Taint]) -> Bool {
        taints.contains { isEvicting($0) }
    }

    private static func isEvicting(_ taint: Taint) -> Bool {
        taint.effect == "NoExecute" && (taint.key == notReady || taint.key == unreachable)
    }

    /// All taints a node should have: its own, and what its conditions call for.
    /// - Parameters:
    ///   - evicts: whether its pods may be driven away.
    ///   - now: for the taints that are new, as RFC 3339.
    package static func wanted(_ node: NodeState, evicts: Bool, now: String) -> [Taint] {
        var wanted: [Taint] = ofConditions.filter { rule in
            node.condition(rule.type)?.status == rule.status
        }.map { Taint(key: $0.key, effect: "NoSchedule") }
        if node.isUnschedulable { wanted.append(Taint(key: unschedulable, effect: "NoSchedule")) }
        if evicts, let taint = evicting(node.ready) { wanted.append(taint) }
        var managed = Set(ofConditions.map(\.key))
        managed.insert(unschedulable)
        let kept = node.taints.filter { taint in
            let isOurs =
                (taint.effect == "NoSchedule" && managed.contains(taint.key)) || isEvicting(taint)
            return !isOurs || wanted.contains { $0.matches(taint) }
        }
        let new = wanted.filter { taint in !kept.contains { $0.matches(taint) } }
        return kept
            + new.map { taint in
                var taint = taint
                taint.timeAdded = now
                return taint
            }
    }
}
