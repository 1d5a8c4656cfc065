import WatchCache

/// The cache of pods, by the nodes they are bound to.
extension Informer {
    private static let byNode = "spec.nodeName"

    /// Makes `pods(onNode:)` work.
    public func indexPodsByNode() {
        addIndex(Self.byNode) { pod in
            let node = pod.view(PodView.self).nodeName
            return node.isEmpty ? [] : [node]
        }
    }

    /// The pods bound to a node, in no order.
    public func pods(onNode name: String) -> [CachedObject] { list(index: Self.byNode, name) }
}
