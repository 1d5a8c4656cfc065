import SchedulingModel

/// Why a pod can go nowhere.
public struct Diagnosis: Sendable {
    /// How many nodes there are.
    public var nodeCount: Int
    /// Why each node refused, by slot.
    public var rejections: [Int: Rejection] = [:]
    /// Why the nodes that were not looked at refused; nil when all were.
    public var absent: Rejection?
    /// What was said before any node was looked at.
    public var refusal: Rejection?
    /// What came of trying to make room; empty for nothing to say.
    public var afterwards = ""

    /// A diagnosis without reasons.
    public init(nodeCount: Int) { self.nodeCount = nodeCount }

    /// The plugins that refused.
    public var plugins: Set<String> {
        var plugins = Set(rejections.values.map(\.plugin))
        if let absent { plugins.insert(absent.plugin) }
        if let refusal { plugins.insert(refusal.plugin) }
        return plugins
    }

    /// In upstream's words: `0/3 nodes are available: 3 Insufficient cpu.`
    public var message: String {
        if nodeCount == 0 { return "no nodes available to schedule pods" }
        var message = "0/\(nodeCount) nodes are available:"
        if let refusal {
            message += " " + refusal.reasons.joined(separator: ", ") + "."
        } else {
            message += " " + Self.sentence(reasonCounts)
        }
        return afterwards.isEmpty ? message : message + " " + afterwards
    }

    private var reasonCounts: [String: Int] {
        var counts: [String: Int] = [:]
        for rejection in rejections.values {
            for reason in rejection.reasons { counts[reason, default: 0] += 1 }
        }
        let unseen = nodeCount - rejections.count
        if let absent, unseen > 0 {
            for reason in absent.reasons { counts[reason, default: 0] += unseen }
        }
        return counts
    }

    static func sentence(_ counts: [String: Int]) -> String {
        counts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ") + "."
    }
}
