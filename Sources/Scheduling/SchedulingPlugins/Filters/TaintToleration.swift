import SchedulingModel

/// Tainted nodes take pods only that tolerate each taint.
public struct TaintToleration: FilterPlugin {
    public static let name = "TaintToleration"

    static let rejection = Rejection(
        plugin: name, ["node(s) had untolerated taint(s)"], isResolvable: false)

    private let tolerations: [Toleration]

    public init?(_ input: SchedulingInput) { tolerations = input.pod.tolerations }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        event.isNodeNow { tolerates(pod.tolerations, $0) }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        Self.tolerates(tolerations, view) ? nil : Self.rejection
    }

    /// Whether every taint that keeps pods out is tolerated.
    static func tolerates(_ tolerations: [Toleration], _ view: NodeView) -> Bool {
        view.taints.isEmpty
            || view.taints.allSatisfy { taint in
                !taint.isHard || tolerations.contains { $0.covers(taint) }
            }
    }
}

/// Nodes with fewer taints that ask pods to stay away, and that the pod doesn't tolerate.
public struct TaintTolerationScore: ScorePlugin {
    public static let name = "TaintToleration"
    public static let weight = 3

    private let tolerations: [Toleration]

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        tolerations = input.pod.tolerations.filter {
            $0.effect.isEmpty || $0.effect == "PreferNoSchedule"
        }
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        if view.taints.isEmpty { return 0 }
        return view.taints.count { taint in
            taint.isSoft && !tolerations.contains { $0.covers(taint) }
        }
    }

    public func normalize(_ scores: inout [Int], of nodes: [NodeInfo]) {
        Self.scale(&scores, isLessBetter: true)
    }
}
