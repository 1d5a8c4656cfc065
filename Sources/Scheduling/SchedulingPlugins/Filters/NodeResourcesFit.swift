import SchedulingModel

/// A node must have left what a pod asks for.
public struct NodeResourcesFit: FilterPlugin {
    public static let name = "NodeResourcesFit"

    private let requests: ResourceAmounts
    private let others: [(name: String, amount: Int)]

    public init?(_ input: SchedulingInput) { self.init(requests: input.pod.requests) }

    init(requests: ResourceAmounts) {
        self.requests = requests
        others = requests.others.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        switch event {
        case .podRemoved: true
        case .podChanged(let now, let before): now.requests != before.requests
        case .nodeAdded(let node): fitsEmpty(pod.requests, node)
        case .nodeChanged(let node, let old):
            fitsEmpty(pod.requests, node)
                && (node.allocatable != old.allocatable || node.podLimit != old.podLimit)
        default: false
        }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        // Member by member: this runs for each node, and copies of amounts cost.
        let fits =
            node.pods.count < view.podLimit && others.isEmpty
            && requests.milliCPU <= max(0, view.allocatable.milliCPU - node.requested.milliCPU)
            && requests.memory <= max(0, view.allocatable.memory - node.requested.memory)
            && (requests.ephemeralStorage == 0
                || requests.ephemeralStorage
                    <= view.allocatable.ephemeralStorage - node.requested.ephemeralStorage)
        return fits ? nil : explained(node, view)
    }

    private func explained(_ node: NodeInfo, _ view: NodeView) -> Rejection? {
        var rejection = Rejection(plugin: Self.name, [], isResolvable: true)
        if node.pods.count >= view.podLimit { rejection.reasons.append("Too many pods") }
        func check(_ name: String, _ wanted: Int, _ all: Int, _ taken: Int) {
            guard wanted > 0, wanted > all - taken else { return }
            rejection.reasons.append("Insufficient \(name)")
            // More than the node has will not fit whatever goes.
            if wanted > all { rejection.isResolvable = false }
        }
        let all = view.allocatable
        let taken = node.requested
        check("cpu", requests.milliCPU, all.milliCPU, taken.milliCPU)
        check("memory", requests.memory, all.memory, taken.memory)
        check(
            "ephemeral-storage", requests.ephemeralStorage, all.ephemeralStorage,
            taken.ephemeralStorage)
        for (name, amount) in others { check(name, amount, all[name], taken[name]) }
        return rejection.reasons.isEmpty ? nil : rejection
    }

    /// Whether an empty node would do.
    static func fitsEmpty(_ requests: ResourceAmounts, _ view: NodeView) -> Bool {
        let all = view.allocatable
        return view.podLimit > 0 && requests.milliCPU <= all.milliCPU
            && requests.memory <= all.memory && requests.ephemeralStorage <= all.ephemeralStorage
            && requests.others.allSatisfy { $0.value <= all[$0.key] }
    }
}
