/// The sets and maps of a table: as many, whatever the number of Services.
package enum SetName: String, CaseIterable, Sendable {
    /// address . protocol . port → where the choice of an endpoint begins.
    case services
    /// address . protocol . port . index → endpoint's address . port.
    case endpoints
    /// protocol . port → where the choice of an endpoint begins.
    case nodePorts = "node-ports"
    /// protocol . port . index → endpoint's address . port.
    case nodePortEndpoints = "node-port-endpoints"
    /// The node's addresses that node ports answer on.
    case nodePortAddresses = "node-port-addresses"
    /// address . protocol . port of Services without an endpoint.
    case noEndpoints = "no-endpoints"
    /// protocol . port of node ports without an endpoint.
    case noEndpointsNodePorts = "no-endpoints-node-ports"
    /// Every cluster address in use: other ports of it are rejected.
    case clusterIPs = "cluster-ips"
    /// An endpoint's address twice: it reached itself.
    case hairpins = "hairpins"
    /// address . protocol . port → the affinity group.
    case affinityGroups = "affinity-groups"
    /// protocol . port → the affinity group.
    case nodePortAffinityGroups = "node-port-affinity-groups"
    /// affinity group → for how long clients are remembered.
    case affinityTimeouts = "affinity-timeouts"
    /// client . affinity group → endpoint's address . port; the kernel fills it.
    case affinities
}
