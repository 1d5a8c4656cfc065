import SchedulingModel

/// A plugin that says which nodes a pod can't go to; a value of it is made for one pod.
public protocol FilterPlugin: SendableMetatype {
    /// Upstream's name.
    static var name: String { get }

    /// Looks at what matters for all nodes; nil when the plugin has nothing to say for this pod.
    init?(_ input: SchedulingInput)

    /// Why the pod can't go to a node; nil when it can.
    func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection?

    /// The nodes that the pod can go to, in the same order.
    func passing(_ nodes: [NodeInfo]) -> [NodeInfo]

    /// Whether an event may let a pod through that the plugin refused.
    static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool
}

extension FilterPlugin {
    public func passing(_ nodes: [NodeInfo]) -> [NodeInfo] {
        nodes.filter { node in
            guard let view = node.view else { return false }
            return rejection(of: node, view) == nil
        }
    }
}

/// A plugin that says which nodes are better; a value of it is made for one pod.
public protocol ScorePlugin: SendableMetatype {
    /// Upstream's name.
    static var name: String { get }
    /// How much its score counts.
    static var weight: Int { get }

    /// Looks at what matters for all nodes; nil when the plugin has nothing to say for this pod.
    init?(_ input: SchedulingInput, feasible: [NodeInfo])

    /// The score of a node, in any range when it is normalized.
    func score(_ node: NodeInfo, _ view: NodeView) -> Int

    /// Brings the scores of all feasible nodes to 0…100.
    func normalize(_ scores: inout [Int], of nodes: [NodeInfo])
}

extension ScorePlugin {
    public func normalize(_ scores: inout [Int], of nodes: [NodeInfo]) {}

    /// Scores up to the largest one become 0…100; the other way round when less is better.
    static func scale(_ scores: inout [Int], isLessBetter: Bool = false) {
        let most = scores.max() ?? 0
        for index in scores.indices {
            let score = most == 0 ? 0 : scores[index] * maxScore / most
            scores[index] = isLessBetter ? maxScore - score : score
        }
    }
}

/// The best score.
let maxScore = 100

/// What can be said before any node is looked at.
public enum PreFilterVerdict: Sendable {
    /// Only nodes of these names can match.
    case only(Set<String>)
    /// No node can match.
    case refused(Rejection)
}

/// The plugins in upstream's order.
public enum DefaultPlugins {
    /// All filters; a node is refused by the first that refuses.
    public static let filters: [any FilterPlugin.Type] = [
        NodeUnschedulable.self, NodeName.self, TaintToleration.self, NodeAffinity.self,
        NodePorts.self, NodeResourcesFit.self, VolumeBinding.self, PodTopologySpread.self,
        InterPodAffinity.self,
    ]

    /// All scores.
    public static let scores: [any ScorePlugin.Type] = [
        TaintTolerationScore.self, NodeAffinityScore.self, LeastAllocatedScore.self,
        PodTopologySpreadScore.self, InterPodAffinityScore.self, BalancedAllocationScore.self,
        ImageLocalityScore.self,
    ]
}
