import NetworkAddress

/// Nodes and hosts on one wire, and the ranges of the cluster they make.
public struct Topology: Hashable, Sendable {
    /// A machine on the wire.
    package struct Machine: Hashable, Sendable {
        package var name: String
        /// Its addresses on the wire.
        package var addresses: [IPAddress]

        package func address(_ family: AddressFamily) -> IPAddress? {
            addresses.first { $0.family == family }
        }
    }

    /// The cluster's DNS server: pods behind a Service.
    package struct ClusterDNS: Hashable, Sendable {
        package var addresses: [IPAddress]
        package var replicas: Int
    }

    /// The machine of `martlet server`: a host that is no node.
    package struct Server: Hashable, Sendable {
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
    /// What nodes get their pod ranges from.
    package var podCIDRs: [IPPrefix]
    package var serviceCIDRs: [IPPrefix]
    package var server: Server
    /// Nil: pods have no cluster DNS.
    package var dns: ClusterDNS?
    /// False: no svcproxy on the nodes.
    package var hasProxy: Bool
    /// How nodes reach each other's pods: `auto`, `direct`, `vxlan`.
    package var routes: String
    /// How often a node says that it is there.
    package var heartbeat: Duration
    /// How long a node may be silent before it counts as gone.
    package var nodeGrace: Duration
    package var nodes: [Machine]
    package var hosts: [Machine]
    /// Files and folders of Kubernetes objects.
    public var manifests: [String]

    /// The families that pods have addresses of.
    package var families: [AddressFamily] {
        [.ipv4, .ipv6].filter { family in podCIDRs.contains { $0.family == family } }
    }

    package func wireLength(of address: IPAddress) -> Int? {
        wire.first { $0.contains(address) }?.length
    }
}
