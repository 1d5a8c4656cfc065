/// The sets and maps of a table: as many, whatever the number of Services.
package enum SetName: UInt8, CaseIterable, Sendable {
    /// address . protocol . port → number; counts connections.
    case services
    /// protocol . port → number; counts connections.
    case nodePorts
    /// number . index → endpoint's address . port.
    case endpoints
    /// code of a number → what happens.
    case programs
    /// code of a time → how clients are remembered.
    case memories
    /// client . number → endpoint's address . port; the kernel fills it.
    case affinities
    /// address . protocol . port of Services that nobody serves: refused.
    case refused
    /// protocol . port of node ports that nobody serves: refused.
    case refusedNodePorts
    /// address . protocol . port that nobody on this node serves, where the policy wants it.
    case dropped
    /// address . protocol . port that only some may use → number.
    case firewalled
    /// number . prefix of those who may.
    case allowedSources
    /// Every cluster address in use: other ports of it are refused.
    case clusterIPs
    /// The node's addresses that node ports answer on.
    case nodePortAddresses
    /// An endpoint's address twice: it reached itself.
    case hairpins

    /// The name in the kernel.
    package var name: String {
        switch self {
        case .services: "services"
        case .nodePorts: "node-ports"
        case .endpoints: "endpoints"
        case .programs: "programs"
        case .memories: "memories"
        case .affinities: "affinities"
        case .refused: "refused"
        case .refusedNodePorts: "refused-node-ports"
        case .dropped: "dropped"
        case .firewalled: "firewalled"
        case .allowedSources: "allowed-sources"
        case .clusterIPs: "cluster-ips"
        case .nodePortAddresses: "node-port-addresses"
        case .hairpins: "hairpins"
        }
    }

    /// The set of a name.
    package init?(name: String) {
        guard let found = SetName.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
