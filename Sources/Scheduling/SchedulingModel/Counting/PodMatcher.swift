import APIMachinery

/// Which placed pods are counted: those that every clause means.
public struct PodMatcher: Hashable {
    /// Pods of some namespaces with some labels.
    public struct Clause: Hashable {
        /// Names, sorted.
        public var namespaces: [String]
        /// Labels.
        public var selector: LabelSelector

        /// A clause of its parts.
        public init(namespaces: [String], selector: LabelSelector) {
            self.namespaces = namespaces
            self.selector = selector
        }
    }

    /// All must mean a pod.
    public var clauses: [Clause]
    /// Whether pods that are being deleted count.
    public var countsDeleting: Bool

    /// A matcher of its parts.
    public init(_ clauses: [Clause], countsDeleting: Bool) {
        self.clauses = clauses
        self.countsDeleting = countsDeleting
    }

    /// Whether a pod is meant.
    public func matches(_ pod: PodInfo) -> Bool {
        (countsDeleting || !pod.isDeleting)
            && clauses.allSatisfy {
                $0.namespaces.contains(pod.namespace) && $0.selector.matches(pod.labels)
            }
    }
}

/// How many pods of each node a matcher means, kept as pods come and go.
struct PodCounts {
    /// By slot.
    var perNode: [Int32]
    /// When it was asked for last, for throwing out the one that was not asked for longest.
    var lastUse: Int

    init(_ matcher: PodMatcher, nodes: [NodeInfo], now: Int) {
        perNode = nodes.map { node in
            node.pods.reduce(0) { matcher.matches($1) ? $0 + 1 : $0 }
        }
        lastUse = now
    }

    mutating func change(_ slot: Int, by difference: Int32) {
        while perNode.count <= slot { perNode.append(0) }
        perNode[slot] += difference
    }
}
