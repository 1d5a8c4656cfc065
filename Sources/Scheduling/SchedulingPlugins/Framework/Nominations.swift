import SchedulingModel

/// Pods that room is being made for, by the nodes where.
public struct Nominations {
    private var byNode: [String: [String: PodInfo]] = [:]
    private var nodes: [String: String] = [:]

    /// None.
    public init() {}

    /// Whether there is none.
    public var isEmpty: Bool { nodes.isEmpty }

    /// The node of a pod.
    public func node(ofPod uid: String) -> String? { nodes[uid] }

    /// The pods of a node.
    public func pods(on node: String) -> [PodInfo] {
        byNode[node].map { Array($0.values) } ?? []
    }

    /// Puts a pod at a node, in place of where it was; nowhere when the name is empty.
    public mutating func nominate(_ pod: PodInfo, to node: String) {
        remove(uid: pod.uid)
        guard !node.isEmpty else { return }
        nodes[pod.uid] = node
        byNode[node, default: [:]][pod.uid] = pod
    }

    /// Forgets a pod.
    public mutating func remove(uid: String) {
        guard let node = nodes.removeValue(forKey: uid) else { return }
        byNode[node]?[uid] = nil
        if byNode[node]?.isEmpty == true { byNode[node] = nil }
    }

    /// Those on a node that go before a pod.
    func rivals(of pod: PodInfo, on node: String) -> [PodInfo] {
        pods(on: node).filter { $0.priority >= pod.priority && $0.uid != pod.uid }
    }
}
