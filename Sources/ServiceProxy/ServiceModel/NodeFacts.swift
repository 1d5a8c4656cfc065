import KubernetesAPI
import NetworkAddress

/// What counts of this node's Node object.
public struct NodeFacts: Hashable, Sendable {
    /// The zone, by its label.
    public var zone: String?
    /// The addresses of type `InternalIP`, then those of type `ExternalIP`.
    public var addresses: [IPAddress] = []
    /// The prefixes that its Pods get addresses from.
    public var podCIDRs: [IPPrefix] = []
    /// Whether load balancers may send to it: it is not being deleted, and no autoscaler will.
    public var isEligible = true

    /// The taint of a node that the cluster autoscaler is about to delete.
    public static let deletionTaint = "ToBeDeletedByClusterAutoscaler"

    /// Of a node that nobody described.
    public init() {}

    init(_ node: Node, _ problems: inout ProblemList) {
        zone = node.zone
        isEligible =
            node.metadata.deletionTimestamp == nil
            && !node.taints.contains { $0.key == Self.deletionTaint }
        for type in ["InternalIP", "ExternalIP"] {
            for (index, entry) in node.addresses.enumerated() where entry.type == type {
                if let address = IPAddress(entry.address) {
                    addresses.append(address)
                } else {
                    problems.add(
                        "status.addresses[\(index)].address", expected: "an IP address",
                        found: entry.address)
                }
            }
        }
        for (index, text) in node.podCIDRs.enumerated() {
            if let prefix = IPPrefix(text) {
                podCIDRs.append(prefix)
            } else {
                problems.add(
                    "spec.podCIDRs[\(index)]", expected: "a prefix like 10.244.1.0/24", found: text)
            }
        }
    }

    /// The primary address of each family: the first internal one, else the first external one.
    public var primaryAddresses: [IPAddress] {
        AddressFamily.allCases.compactMap { family in addresses.first { $0.family == family } }
    }
}
