import SchedulingModel

/// Cordoned nodes take pods only that tolerate it.
public struct NodeUnschedulable: FilterPlugin {
    public static let name = "NodeUnschedulable"

    static let rejection = Rejection(
        plugin: name, ["node(s) were unschedulable"], isResolvable: false)

    public init?(_ input: SchedulingInput) {
        let taint = Taint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")
        if input.pod.tolerations.contains(where: { $0.covers(taint) }) { return nil }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        event.isNodeNow { !$0.isUnschedulable }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        view.isUnschedulable ? Self.rejection : nil
    }
}
