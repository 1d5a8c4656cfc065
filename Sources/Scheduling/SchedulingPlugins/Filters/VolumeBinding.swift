import SchedulingModel

/// A pod's volumes must be there, and must be within reach of the node.
///
/// Claims that wait for their pod are not bound by this scheduler: such pods wait.
public struct VolumeBinding: FilterPlugin {
    public static let name = "VolumeBinding"

    static let outOfReach = Rejection(
        plugin: name, ["node(s) had volume node affinity conflict"], isResolvable: false)
    static let nothingToBind = Rejection(
        plugin: name, ["node(s) didn't find available persistent volumes to bind"],
        isResolvable: false)

    private var demands: [NodeDemand] = []
    private var waits = false

    public init?(_ input: SchedulingInput) {
        guard !input.pod.claims.isEmpty else { return nil }
        for name in input.pod.claims {
            let claim = input.objects.claim(namespace: input.pod.namespace, name: name)
            guard let claim, claim.isBound else {
                waits = true
                continue
            }
            if let volume = input.objects.volume(claim.volumeName) { demands.append(volume.nodes) }
        }
    }

    /// What the claims say before any node is looked at.
    static func verdict(_ input: SchedulingInput) -> PreFilterVerdict? {
        func refused(_ reason: String) -> PreFilterVerdict {
            .refused(Rejection(plugin: Self.name, [reason], isResolvable: false))
        }
        for name in input.pod.claims {
            let claim = input.objects.claim(namespace: input.pod.namespace, name: name)
            guard let claim else { return refused("persistentvolumeclaim \"\(name)\" not found") }
            if claim.isDeleting {
                return refused("persistentvolumeclaim \"\(name)\" is being deleted")
            }
            if !claim.isBound, !input.objects.bindsLate(storageClass: claim.storageClass) {
                return refused("pod has unbound immediate PersistentVolumeClaims")
            }
        }
        return nil
    }

    public static func mayHelp(_ event: ClusterEvent, _ pod: PodInfo) -> Bool {
        if case .volumesChanged = event { return true }
        return event.changesNodeLabels
    }

    public func rejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        if waits { return Self.nothingToBind }
        return demands.allSatisfy { $0.matches(view) } ? nil : Self.outOfReach
    }
}
