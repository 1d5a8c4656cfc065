import SchedulingModel

/// A pod goes only to nodes with the labels, or the name, that it demands.
public struct NodeAffinity: FilterPlugin {
    public static let name = "NodeAffinity"

    static let rejection = Rejection(
        plugin: name, ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false)
    static let narrowed = Rejection(
        plugin: name, ["node(s) didn't satisfy plugin(s) [\(name)]"], isResolvable: false)

    private let demand: NodeDemand
    /// By slot; nil for demands on few nodes by name, which no other pod has.
    private let matches: [Bool]?

    public init?(_ input: SchedulingInput) {
        demand = input.pod.nodeDemand
        if demand.isEmpty { return nil }
        matches = demand.onlyNames == nil ? input.table.matches(demand) : nil
    }

    /// What the pod's demands on names say.
    static func verdict(_ input: SchedulingInput) -> PreFilterVerdict? {
        guard let names = input.pod.nodeDemand.onlyNames else { return nil }
        if names.isEmpty {
            return .refused(
                Rejection(plugin: name, ["pod affinity terms conflict"], isResolvable: false))
        }
        return .only(names)
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        event.isNodeNow(pod.nodeDemand.matches)
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        (matches.map { $0[node.slot] } ?? demand.matches(view)) ? nil : Self.rejection
    }
}

/// Nodes with the labels that the pod wishes for.
public struct NodeAffinityScore: ScorePlugin {
    public static let name = "NodeAffinity"
    public static let weight = 2

    private let wishes: [(term: NodeTerm, weight: Int)]

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        wishes = input.pod.preferredNodes
        if wishes.isEmpty { return nil }
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        wishes.reduce(0) { sum, wish in
            // A wish without demands is one for any node.
            let isMet =
                wish.term.matches(view)
                || (wish.term.labels.isEmpty && wish.term.names.isEmpty)
            return isMet ? sum + wish.weight : sum
        }
    }

    public func normalize(_ scores: inout [Int], of nodes: [NodeInfo]) { Self.scale(&scores) }
}
