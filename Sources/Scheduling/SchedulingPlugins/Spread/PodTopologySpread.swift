import SchedulingModel

/// No domain may have many more of a workload's pods than the one with the fewest.
public struct PodTopologySpread: FilterPlugin {
    public static let name = "PodTopologySpread"

    static let uneven = Rejection(
        plugin: name, ["node(s) didn't match pod topology spread constraints"],
        isResolvable: true)
    static let unlabelled = Rejection(
        plugin: name,
        ["node(s) didn't match pod topology spread constraints (missing required label)"],
        isResolvable: false)

    private struct Constraint {
        var counts: DomainCounts
        /// As many pods a domain may have before the pod comes.
        var limit: Int
    }

    private var constraints: [Constraint] = []

    public init?(_ input: SchedulingInput) {
        let hard = input.pod.spread.filter(\.isHard)
        if hard.isEmpty { return nil }
        let table = input.table
        let nodes = SpreadNodes(input.pod)
        let topologies = hard.map { table.topology($0.topologyKey) }
        let order = table.nodeOrder
        for (constraint, topology) in zip(hard, topologies) {
            let perNode = input.podCounts(of: constraint)
            var counts = DomainCounts(topology, initially: -1)
            let includesAll = nodes.includesAll(constraint)
            for slot in order {
                if hard.count > 1, topologies.contains(where: { $0.domains[slot] < 0 }) { continue }
                if !includesAll {
                    guard let view = table.nodes[slot].view, nodes.includes(view, constraint)
                    else { continue }
                }
                counts.add(Int(perNode[slot]), at: slot)
            }
            let counting = counts.counts.lazy.filter { $0 >= 0 }
            let least = counting.count < constraint.minDomains ? 0 : counting.min() ?? 0
            let own = constraint.selector?.matches(input.pod.labels) == true ? 1 : 0
            constraints.append(
                Constraint(counts: counts, limit: constraint.maxSkew + least - own))
        }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        func counts(_ other: PodInfo) -> Bool {
            other.namespace == pod.namespace
                && pod.spread.contains { $0.selector?.matches(other.labels) == true }
        }
        return switch event {
        case .podAdded(let other), .podRemoved(let other): counts(other)
        case .podChanged(let now, let before):
            counts(now) != counts(before) || (counts(now) && now.isDeleting != before.isDeleting)
        case .nodeAdded, .nodeChanged, .nodeRemoved:
            event.changesNodeLabels || event.isNodeNow { TaintToleration.tolerates([], $0) }
        default: false
        }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        for constraint in constraints {
            guard let count = constraint.counts[node.slot] else { return Self.unlabelled }
            if max(0, count) > constraint.limit { return Self.uneven }
        }
        return nil
    }
}
