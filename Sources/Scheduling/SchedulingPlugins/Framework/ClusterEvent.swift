import SchedulingModel

/// Something that may let a pod be placed that could go nowhere before.
public enum ClusterEvent {
    /// A pod came to a node.
    case podAdded(PodInfo)
    /// A pod on a node is another now.
    case podChanged(PodInfo, from: PodInfo)
    /// A pod left its node.
    case podRemoved(PodInfo)
    /// A node came.
    case nodeAdded(NodeView)
    /// A node is another now.
    case nodeChanged(NodeView, from: NodeView)
    /// A node left.
    case nodeRemoved(NodeView)
    /// Namespaces have other labels.
    case namespacesChanged
    /// Volumes, claims or their classes changed.
    case volumesChanged

    /// The node as it is now, and as it was, when one came or changed.
    var node: (new: NodeView, old: NodeView?)? {
        switch self {
        case .nodeAdded(let node): (node, nil)
        case .nodeChanged(let node, let old): (node, old)
        default: nil
        }
    }

    /// Whether a node came or changed that is as demanded, and was not before.
    func isNodeNow(_ isFine: (NodeView) -> Bool) -> Bool {
        guard let node else { return false }
        return isFine(node.new) && !(node.old.map(isFine) ?? false)
    }

    /// Whether a node came, or has other labels.
    var changesNodeLabels: Bool {
        if case .nodeRemoved = self { return true }
        guard let node else { return false }
        return node.old?.labels != node.new.labels
    }

    /// Whether looking at a pod again is worth while that some plugins refused.
    public func mayHelp(_ pod: PodInfo, refusedBy plugins: Set<String>) -> Bool {
        // Without plugins there were no nodes, or something failed.
        plugins.isEmpty
            || DefaultPlugins.filters.contains { type in
                plugins.contains(type.name) && type.mayHelp(self, pod)
            }
    }
}
