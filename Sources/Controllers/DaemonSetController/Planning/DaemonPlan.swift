import APIMachinery
import ControllerRuntime
import PodControl
import WatchCache

/// A DaemonSet, the nodes and its pods; and what is to be done about them.
///
/// It is a plain value: what is decided here depends on nothing else.
package struct DaemonPlan: Sendable {
    /// What is to be done.
    package struct Steps: Sendable {
        /// Nodes that get a pod.
        package var create: [String] = []
        package var delete: [CachedObject] = []

        package var isEmpty: Bool { create.isEmpty && delete.isEmpty }
    }

    package var set: DaemonSetView
    /// The hash of its template.
    package var hash: String
    /// What each node is to it, by name.
    package var verdicts: [String: NodeDemand.Verdict]
    /// Its pods by the node they are on, or are held to.
    package var podsByNode: [String: [CachedObject]]
    package var now: Timestamp

    package init(
        _ set: DaemonSetView, hash: String, nodes: [DaemonNode], pods: [CachedObject],
        now: Timestamp
    ) {
        self.set = set
        self.hash = hash
        self.now = now
        verdicts = Dictionary(nodes.map { ($0.name, set.demand.verdict($0)) }) { $1 }
        podsByNode = Dictionary(grouping: pods) { $0.view(DaemonPodTarget.self).node }
    }

    /// The nodes that should have a pod, in order.
    package var desired: [String] { verdicts.filter { $0.value == .run }.keys.sorted() }

    package func isUpdated(_ pod: CachedObject) -> Bool {
        set.isUpdated(pod.meta.labels, hash: hash)
    }

    package func isAvailable(_ pod: CachedObject) -> Bool {
        pod.isAvailablePod(minReadySeconds: set.minReadySeconds, at: now)
    }

    /// Older pods come first.
    package static func isOlder(_ a: CachedObject, _ b: CachedObject) -> Bool {
        let (one, other) = (a.meta, b.meta)
        let isAssigned = !a.view(PodView.self).nodeName.isEmpty
        if isAssigned != !b.view(PodView.self).nodeName.isEmpty { return isAssigned }
        return (one.creationTimestamp, a.name) < (other.creationTimestamp, b.name)
    }

    /// One pod on each node that should have one, none where none may be.
    /// - Parameter mayReplace: whether a finished pod may be replaced by now: one that fails again
    ///   and again waits.
    package func manage(mayReplace: (CachedObject) -> Bool) -> Steps {
        var steps = Steps()
        for (node, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            let pods = podsByNode[node] ?? []
            switch verdict {
            case .run where pods.isEmpty: steps.create.append(node)
            case .run, .keep:
                steps.delete += pods.filter {
                    $0.view(PodView.self).isFinished && !$0.meta.isDeleting && mayReplace($0)
                }
                steps.delete += surplus(pods.filter(\.isActivePod))
            case .refuse: steps.delete += pods.filter { !$0.meta.isDeleting }
            }
        }
        // Held to a node that is gone, they would wait forever.
        for (node, pods) in podsByNode where verdicts[node] == nil {
            steps.delete += pods.filter {
                !$0.view(DaemonPodTarget.self).isScheduled && !$0.meta.isDeleting
            }
        }
        return steps
    }

    /// Those of one node's pods that are too many.
    private func surplus(_ pods: [CachedObject]) -> [CachedObject] {
        let sorted = pods.sorted(by: Self.isOlder)
        guard set.maxSurge(of: desired.count) > 0 else { return Array(sorted.dropFirst()) }
        let new = sorted.filter(isUpdated)
        let old = sorted.filter { !isUpdated($0) }
        var surplus = Array(new.dropFirst() + old.dropFirst())
        if let new = new.first, let old = old.first,
            isAvailable(new) || !old.view(PodView.self).isReady
        {
            surplus.append(old)
        }
        return surplus
    }
}
