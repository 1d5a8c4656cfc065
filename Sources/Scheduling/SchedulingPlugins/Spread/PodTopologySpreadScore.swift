import SchedulingModel

/// Nodes in domains that have fewer of a workload's pods.
public struct PodTopologySpreadScore: ScorePlugin {
    public static let name = "PodTopologySpread"
    public static let weight = 2

    private struct Constraint {
        var counts: DomainCounts
        /// Counts of nodes weigh more where there are more domains, or zones would never matter
        /// beside thousands of nodes.
        var weight: Double
        /// What a tolerated skew evens out.
        var tolerated: Double
    }

    private var constraints: [Constraint] = []
    /// Nodes that lack a label, by slot.
    private var ignored: Set<Int> = []

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        let own = input.pod.spread
        let soft = own.isEmpty ? Self.defaults(input) : own.filter { !$0.isHard }
        if soft.isEmpty { return nil }
        let topologies = soft.map { input.table.topology($0.topologyKey) }
        // The default constraints are for clusters without zones too.
        let needsAll = !own.isEmpty
        func lacksLabel(_ slot: Int) -> Bool {
            needsAll && topologies.contains { $0.domains[slot] < 0 }
        }
        for node in feasible where lacksLabel(node.slot) { ignored.insert(node.slot) }
        let nodes = SpreadNodes(input.pod)
        for (constraint, topology) in zip(soft, topologies) {
            let perNode = input.podCounts(of: constraint)
            if constraint.topologyKey == "kubernetes.io/hostname" {
                let size = feasible.count - ignored.count
                add(constraint, DomainCounts(topology, perNode: perNode), size)
                continue
            }
            var counts = DomainCounts(topology, initially: -1)
            var hasUnlabelled = false
            for node in feasible where !ignored.contains(node.slot) {
                hasUnlabelled = hasUnlabelled || topology.domains[node.slot] < 0
                counts.add(0, at: node.slot)
            }
            let size = counts.counts.count { $0 >= 0 } + (hasUnlabelled ? 1 : 0)
            let includesAll = nodes.includesAll(constraint)
            for slot in input.table.nodeOrder
            where perNode[slot] > 0 && counts[slot] ?? -1 >= 0 && !lacksLabel(slot) {
                if !includesAll {
                    guard let view = input.table.nodes[slot].view,
                        nodes.includes(view, constraint)
                    else { continue }
                }
                counts.add(Int(perNode[slot]), at: slot)
            }
            add(constraint, counts, size)
        }
    }

    private mutating func add(_ constraint: SpreadConstraint, _ counts: DomainCounts, _ size: Int) {
        constraints.append(
            Constraint(
                counts: counts, weight: Logarithm.natural(Double(size + 2)),
                tolerated: Double(constraint.maxSkew - 1)))
    }

    /// What pods of a Service or a workload get that say nothing themselves.
    private static func defaults(_ input: SchedulingInput) -> [SpreadConstraint] {
        guard let selector = input.objects.workloadSelector(of: input.pod) else { return [] }
        return [
            SpreadConstraint(topologyKey: "kubernetes.io/hostname", maxSkew: 3, selector: selector),
            SpreadConstraint(
                topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, selector: selector),
        ]
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        if ignored.contains(node.slot) { return 0 }
        var score = 0.0
        for constraint in constraints {
            guard let count = constraint.counts[node.slot] else { continue }
            score += Double(max(0, count)) * constraint.weight + constraint.tolerated
        }
        return Int(score.rounded())
    }

    public func normalize(_ scores: inout [Int], of nodes: [NodeInfo]) {
        let counting = nodes.indices.filter { !ignored.contains(nodes[$0].slot) }
        let least = counting.map { scores[$0] }.min() ?? 0
        let most = counting.map { scores[$0] }.max() ?? 0
        for (index, node) in nodes.enumerated() {
            if ignored.contains(node.slot) {
                scores[index] = 0
            } else if most == 0 {
                scores[index] = maxScore
            } else {
                scores[index] = maxScore * (most + least - scores[index]) / most
            }
        }
    }
}
