/// The sets and maps of a table: as many, whatever the number of Services.
package enum SetName: UInt8, CaseIterable, Sendable {
    /// address . protocol . port → where the choice of an endpoint begins.
    case services
    /// address . protocol . port . index → endpoint's address . port.
    case endpoints
    /// protocol . port → where the choice of an endpoint begins.
    case nodePorts
    /// protocol . port . index → endpoint's address . port.
    case nodePortEndpoints
    /// The node's addresses that node ports answer on.
    case nodePortAddresses
    /// address . protocol . port of Services without an endpoint.
    case noEndpoints
    /// protocol . port of node ports without an endpoint.
    case noEndpointsNodePorts
    /// Every cluster address in use: other ports of it are rejected.
    case clusterIPs
    /// An endpoint's address twice: it reached itself.
    case hairpins
    /// address . protocol . port → the affinity group.
    case affinityGroups
    /// protocol . port → the affinity group.
    case nodePortAffinityGroups
    /// affinity group → for how long clients are remembered.
    case affinityTimeouts
    /// client . affinity group → endpoint's address . port; the kernel fills it.
    case affinities

    /// The name in the kernel.
    package var name: String {
        switch self {
        case .services: "services"
        case .endpoints: "endpoints"
        case .nodePorts: "node-ports"
        case .nodePortEndpoints: "node-port-endpoints"
        case .nodePortAddresses: "node-port-addresses"
        case .noEndpoints: "no-endpoints"
        case .noEndpointsNodePorts: "no-endpoints-node-ports"
        case .clusterIPs: "cluster-ips"
        case .hairpins: "hairpins"
        case .affinityGroups: "affinity-groups"
        case .nodePortAffinityGroups: "node-port-affinity-groups"
        case .affinityTimeouts: "affinity-timeouts"
        case .affinities: "affinities"
        }
    }
}
