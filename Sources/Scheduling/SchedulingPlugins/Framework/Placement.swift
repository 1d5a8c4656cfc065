import SchedulingModel

/// Finds the best node for a pod: filters, then scores.
public struct Placement {
    /// What came out.
    public enum Outcome {
        /// The best node, and how all that were scored did; no scores when there was no choice.
        case node(NodeInfo, [NodeScore])
        /// No node, and why.
        case nowhere(Diagnosis)
    }

    /// How one node did with one plugin.
    public struct NodeScore {
        public var node: String
        public var plugin: String
        public var raw: Int
        public var normalized: Int
        public var weighted: Int
    }

    /// Of how many nodes in a hundred enough is enough; 0 lets the number of nodes decide.
    public var percentageOfNodesToScore = 0
    /// Whether scores are told, which takes time.
    public var tellsScores = false
    /// Where looking at nodes goes on, so that all get their turn.
    private var start = 0

    /// A placement that starts at the first node.
    public init() {}

    /// Looks for the pod's node.
    public mutating func place(_ input: SchedulingInput, _ nominations: Nominations) -> Outcome {
        let order = input.table.nodeOrder
        var diagnosis = Diagnosis(nodeCount: order.count)
        guard !order.isEmpty else { return .nowhere(diagnosis) }
        var candidates = order
        switch Filtering.verdict(input) {
        case .refused(let rejection):
            diagnosis.refusal = rejection
            diagnosis.absent = rejection
            return .nowhere(diagnosis)
        case .only(let names):
            diagnosis.absent = NodeAffinity.narrowed
            candidates = names.sorted().compactMap { input.table.node(named: $0)?.slot }
        case nil: break
        }
        let filtering = Filtering(input, nominations)
        if let node = nominated(input, filtering) { return .node(node, []) }
        let feasible = feasible(candidates, filtering, &diagnosis)
        if feasible.isEmpty { return .nowhere(diagnosis) }
        if feasible.count == 1 { return .node(feasible[0], []) }
        return best(of: feasible, input)
    }

    /// The node that room was made on, when the pod fits there now.
    private func nominated(_ input: SchedulingInput, _ filtering: Filtering) -> NodeInfo? {
        let name =
            filtering.nominations.node(ofPod: input.pod.uid) ?? input.pod.nominatedNodeName
        guard !name.isEmpty, let node = input.table.node(named: name) else { return nil }
        return filtering.rejection(of: node) == nil ? node : nil
    }

    private mutating func feasible(
        _ candidates: [Int], _ filtering: Filtering, _ diagnosis: inout Diagnosis
    ) -> [NodeInfo] {
        let nodes = filtering.input.table.nodes
        let wanted = enough(of: candidates.count)
        let first = candidates.isEmpty ? 0 : start % candidates.count
        var feasible: [NodeInfo] = []
        var looked = 0
        while looked < candidates.count, feasible.count < wanted {
            let size = min(max(64, wanted - feasible.count), candidates.count - looked)
            let some = (first + looked..<first + looked + size).map { turn in
                nodes[candidates[turn < candidates.count ? turn : turn - candidates.count]]
            }
            feasible += filtering.passing(some)
            looked += size
        }
        if !candidates.isEmpty { start = (first + looked) % candidates.count }
        if feasible.isEmpty {
            for slot in candidates {
                diagnosis.rejections[slot] = filtering.rejection(of: nodes[slot])
            }
        }
        return feasible
    }

    /// How many feasible nodes are enough: all of a hundred, half of few, a twentieth of many.
    package func enough(of count: Int) -> Int {
        guard count >= 100, percentageOfNodesToScore < 100 else { return count }
        var percentage = percentageOfNodesToScore
        if percentage == 0 { percentage = max(5, 50 - count / 125) }
        return max(100, count * percentage / 100)
    }

    private func best(of feasible: [NodeInfo], _ input: SchedulingInput) -> Outcome {
        var totals = Array(repeating: 0, count: feasible.count)
        var told: [NodeScore] = []
        for type in DefaultPlugins.scores {
            guard let plugin = type.init(input, feasible: feasible) else { continue }
            let raw = Self.scores(plugin, feasible)
            var scores = raw
            plugin.normalize(&scores, of: feasible)
            for index in scores.indices { totals[index] += scores[index] * type.weight }
            if tellsScores {
                for (index, node) in feasible.enumerated() {
                    told.append(
                        NodeScore(
                            node: node.name, plugin: type.name, raw: raw[index],
                            normalized: scores[index], weighted: scores[index] * type.weight))
                }
            }
        }
        let most = totals.max() ?? 0
        let best = totals.indices.filter { totals[$0] == most }
        // Ties are broken at random: equal nodes fill evenly.
        return .node(feasible[best.randomElement() ?? 0], told)
    }

    private static func scores(_ plugin: some ScorePlugin, _ nodes: [NodeInfo]) -> [Int] {
        nodes.map { node in node.view.map { plugin.score(node, $0) } ?? 0 }
    }
}
