import SchedulingModel

/// Nodes nearer to the pods that the pod likes, and that like it.
public struct InterPodAffinityScore: ScorePlugin {
    public static let name = "InterPodAffinity"
    public static let weight = 2

    /// Sums of weights by domain, a topology each.
    private var sums: [String: DomainCounts] = [:]

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        let pod = input.pod
        for wish in pod.affinity?.preferred ?? [] {
            let perNode = input.podCounts(of: [wish.term])
            for (slot, count) in perNode.enumerated() where count != 0 {
                add(Int(count) * wish.weight, at: slot, wish.term.topologyKey, input.table)
            }
        }
        let attractions = input.table.attractions.counts
        if !attractions.isEmpty {
            let namespaceLabels = input.objects.labels(ofNamespace: pod.namespace)
            for (wish, holders) in attractions
            where wish.term.matches(pod, namespaceLabels: namespaceLabels) {
                for (slot, count) in holders {
                    add(count * wish.weight, at: slot, wish.term.topologyKey, input.table)
                }
            }
        }
        if sums.isEmpty { return nil }
    }

    private mutating func add(_ weight: Int, at slot: Int, _ key: String, _ table: NodeTable) {
        if sums[key] == nil {
            let topology = table.topology(key)
            guard topology.domains[slot] >= 0 else { return }
            sums[key] = DomainCounts(topology)
        }
        sums[key]?.weigh(weight, at: slot)
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        sums.values.reduce(0) { $0 + ($1[node.slot] ?? 0) }
    }

    public func normalize(_ scores: inout [Int], of nodes: [NodeInfo]) {
        guard let least = scores.min(), let most = scores.max() else { return }
        for index in scores.indices {
            let share = most == least ? 0 : Double(scores[index] - least) / Double(most - least)
            scores[index] = Int(Double(maxScore) * share)
        }
    }
}
