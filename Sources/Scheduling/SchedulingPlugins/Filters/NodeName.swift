import SchedulingModel

/// A pod that names its node goes nowhere else.
public struct NodeName: FilterPlugin {
    public static let name = "NodeName"

    static let rejection = Rejection(
        plugin: name, ["node(s) didn't match the requested node name"], isResolvable: false)

    private let wanted: String

    public init?(_ input: SchedulingInput) {
        wanted = input.pod.nodeName
        if wanted.isEmpty { return nil }
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        event.isNodeNow { $0.name == pod.nodeName }
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        view.name == wanted ? nil : Self.rejection
    }
}
