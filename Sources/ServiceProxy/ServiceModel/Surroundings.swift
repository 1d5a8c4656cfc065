import NetworkAddress

/// What comes from the node and the cluster, and not from one Service.
public struct Surroundings: Hashable, Sendable {
    /// The addresses that node ports answer on; both families.
    public var nodePortAddresses: Set<IPAddress>
    /// The prefixes that cluster addresses come from; both families.
    public var serviceCIDRs: [IPPrefix]
    /// How a packet of a pod of this node is told from others.
    public var locality: PodLocality

    /// Surroundings; empty ones for a start.
    public init(
        nodePortAddresses: Set<IPAddress> = [], serviceCIDRs: [IPPrefix] = [],
        locality: PodLocality = .unknown
    ) {
        self.nodePortAddresses = nodePortAddresses
        self.serviceCIDRs = serviceCIDRs
        self.locality = locality
    }
}

/// How a packet of a pod of this node is told from others: `detectLocalMode`, with what it needs.
public enum PodLocality: Hashable, Sendable {
    /// Nothing is known: nobody counts as local, and cluster addresses masquerade nobody, unless
    /// all are masqueraded.
    case unknown
    /// Its source is within one of these; a family without a prefix is as `unknown`.
    case prefixes([IPPrefix])
    /// It arrives by this bridge.
    case bridge(String)
    /// It arrives by an interface whose name begins so.
    case interfacePrefix(String)
}
