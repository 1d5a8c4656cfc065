import NetworkAddress
import ServiceModel

/// `detectLocalMode`, with what the mode needs.
public enum LocalDetection: Hashable, Sendable {
    /// By the prefixes that all pods of the cluster have their addresses from, one a family.
    case clusterCIDR([IPPrefix])
    /// By the prefixes that the Node object gives this node's pods.
    case nodeCIDR
    /// By the bridge that pods are attached to.
    case bridge(String)
    /// By how the names of pods' interfaces begin.
    case interfacePrefix(String)

    /// The mode's name in flags and files.
    public var mode: String {
        switch self {
        case .clusterCIDR: "ClusterCIDR"
        case .nodeCIDR: "NodeCIDR"
        case .bridge: "BridgeInterface"
        case .interfacePrefix: "InterfaceNamePrefix"
        }
    }

    /// All modes' names.
    static let modes = ["ClusterCIDR", "NodeCIDR", "BridgeInterface", "InterfaceNamePrefix"]

    /// How packets are told.
    ///
    /// - Parameter podCIDRs: the Node object's `spec.podCIDRs`; of each family the first counts.
    public func locality(podCIDRs: [IPPrefix]) -> PodLocality {
        switch self {
        case .clusterCIDR(let prefixes): prefixes.isEmpty ? .unknown : .prefixes(prefixes)
        case .nodeCIDR:
            podCIDRs.isEmpty
                ? .unknown
                : .prefixes(
                    AddressFamily.allCases.compactMap { family in
                        podCIDRs.first { $0.family == family }
                    })
        case .bridge(let name): .bridge(name)
        case .interfacePrefix(let prefix): .interfacePrefix(prefix)
        }
    }
}
