import SchedulingModel

/// Which nodes count for a pod's spread constraints.
struct SpreadNodes {
    private let demand: NodeDemand
    private let tolerations: [Toleration]

    init(_ pod: PodInfo) {
        demand = pod.nodeDemand
        tolerations = pod.tolerations
    }

    /// Whether all nodes count for a constraint.
    func includesAll(_ constraint: SpreadConstraint) -> Bool {
        (demand.isEmpty || !constraint.honorsNodeAffinity) && !constraint.honorsTaints
    }

    /// Whether a node counts for a constraint.
    func includes(_ view: NodeView, _ constraint: SpreadConstraint) -> Bool {
        (!constraint.honorsNodeAffinity || demand.isEmpty || demand.matches(view))
            && (!constraint.honorsTaints || TaintToleration.tolerates(tolerations, view))
    }
}

extension SchedulingInput {
    /// How many pods of the pod's namespace a constraint counts, by node. Pods that are being
    /// deleted make room soon: they don't count.
    func podCounts(of constraint: SpreadConstraint) -> [Int32] {
        guard let selector = constraint.selector else {
            return Array(repeating: 0, count: table.nodes.count)
        }
        let clause = PodMatcher.Clause(namespaces: [pod.namespace], selector: selector)
        return table.podCounts(PodMatcher([clause], countsDeleting: false))
    }
}
