import SchedulingModel

/// Ports of the node are taken by one pod each.
public struct NodePorts: FilterPlugin {
    public static let name = "NodePorts"

    static let rejection = Rejection(
        plugin: name, ["node(s) didn't have free ports for the requested pod ports"],
        isResolvable: true)

    private let ports: [HostPort]

    public init?(_ input: SchedulingInput) {
        ports = input.pod.hostPorts
        if ports.isEmpty { return nil }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        if case .nodeAdded = event { return true }
        guard case .podRemoved(let gone) = event else { return false }
        return gone.hostPorts.contains { taken in
            pod.hostPorts.contains { $0.conflicts(with: taken) }
        }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        let isTaken = node.hostPorts.contains { taken in
            ports.contains { $0.conflicts(with: taken) }
        }
        return isTaken ? Self.rejection : nil
    }
}
