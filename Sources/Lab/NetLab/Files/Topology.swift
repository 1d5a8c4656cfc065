import NetworkAddress

/// Nodes and hosts on one wire, and the ranges of the cluster they make.
public struct Topology: Hashable, Sendable {
    /// A machine on the wire.
    struct Machine: Hashable, Sendable {
        var name: String
        /// Its addresses on the wire.
        var addresses: [IPAddress]
        /// What its pods get addresses from; empty for a host that is no node.
        var podCIDRs: [IPPrefix]

        func address(_ family: AddressFamily) -> IPAddress? {
            addresses.first { $0.family == family }
        }
    }

    /// The cluster's DNS server: a pod of the lab's, behind a Service.
    struct ClusterDNS: Hashable, Sendable {
        var node: String
        var addresses: [IPAddress]
    }

    /// The lab's name when the command gives none.
    public var name: LabName
    /// The file, for errors.
    public var file: String
    var wire: [IPPrefix]
    var domain: String
    var serviceCIDRs: [IPPrefix]
    /// Nil: pods have no cluster DNS.
    var dns: ClusterDNS?
    /// False: no svcproxy on the nodes.
    var hasProxy: Bool
    /// Masquerade what pods send out of their node, as `ipMasq` of the plugin says.
    var isMasquerading: Bool
    var mtu: Int?
    var nodes: [Machine]
    var hosts: [Machine]
    /// Files and folders of Kubernetes objects.
    public var manifests: [String]

    /// The families that every node has pods in.
    var families: [AddressFamily] {
        [.ipv4, .ipv6].filter { family in
            !nodes.isEmpty
                && nodes.allSatisfy { node in node.podCIDRs.contains { $0.family == family } }
        }
    }

    func wireLength(of address: IPAddress) -> Int? {
        wire.first { $0.contains(address) }?.length
    }
}
