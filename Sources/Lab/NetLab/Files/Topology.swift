import NetworkAddress

/// Nodes and hosts on one wire, and the ranges of the cluster they make.
public struct Topology: Hashable, Sendable {
    /// A machine on the wire.
    package struct Machine: Hashable, Sendable {
        package var name: String
        /// Its addresses on the wire.
        package var addresses: [IPAddress]
        /// What its pods get addresses from; empty for a host that is no node.
        package var podCIDRs: [IPPrefix]

        package func address(_ family: AddressFamily) -> IPAddress? {
            addresses.first { $0.family == family }
        }
    }

    /// The cluster's DNS server: a pod of the lab's, behind a Service.
    package struct ClusterDNS: Hashable, Sendable {
        package var node: String
        package var addresses: [IPAddress]
    }

    /// The API server's machine: a host that is no node.
    package struct APIServer: Hashable, Sendable {
        package var host: String
        package var address: IPAddress
        package var port: Port
    }

    /// The lab's name when the command gives none.
    public var name: LabName
    /// The file, for errors.
    public var file: String
    package var wire: [IPPrefix]
    package var domain: String
    package var serviceCIDRs: [IPPrefix]
    /// Nil: pods have no cluster DNS.
    package var dns: ClusterDNS?
    /// Nil: the programs follow a file.
    package var apiServer: APIServer?
    /// False: no svcproxy on the nodes.
    package var hasProxy: Bool
    /// Masquerade what pods send out of their node, as `ipMasq` of the plugin says.
    package var isMasquerading: Bool
    package var mtu: Int?
    package var nodes: [Machine]
    package var hosts: [Machine]
    /// Files and folders of Kubernetes objects.
    public var manifests: [String]

    /// The families that every node has pods in.
    package var families: [AddressFamily] {
        [.ipv4, .ipv6].filter { family in
            !nodes.isEmpty
                && nodes.allSatisfy { node in node.podCIDRs.contains { $0.family == family } }
        }
    }

    package func wireLength(of address: IPAddress) -> Int? {
        wire.first { $0.contains(address) }?.length
    }
}
