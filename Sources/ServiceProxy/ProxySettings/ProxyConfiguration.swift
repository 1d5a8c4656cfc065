import NetworkAddress

/// What the proxy is told, from flags and from a configuration file.
public struct ProxyConfiguration: Hashable, Sendable {
    /// The name of this node's Node object; empty when unknown.
    public var nodeName = ""
    /// The kubeconfig that `clientConnection` names; nil for none.
    public var kubeconfig: String?
    /// Only Services whose label `service.kubernetes.io/service-proxy-name` says so; nil: those
    /// without the label.
    public var proxyName: String?
    /// How a packet of a pod of this node is told from others.
    public var localDetection = LocalDetection.clusterCIDR([])
    /// Where node ports answer.
    public var nodePortAddresses = NodePortAddresses.primary
    /// Masquerade whatever goes to a cluster address.
    public var masqueradesAll = false
    /// The bit of the packet mark that asks for masquerading, 0 to 31.
    public var masqueradeBit = 14
    /// The least time between two transactions while changes keep coming; nil: the engine's own,
    /// a few milliseconds. The first change after a silence never waits.
    public var minSyncPeriod: Duration?
    /// Twice this, and an update that still waits makes `/healthz` say no.
    public var syncPeriod = Duration.seconds(30)
    /// What the file calls `bindAddress`: the node's own address in its family, whatever the Node
    /// object says. Nothing is bound to it.
    public var ownAddress: IPAddress?
    /// Where `/healthz` and `/livez` are served; nil: nowhere.
    public var healthAddress: SocketEndpoint? = SocketEndpoint(
        .any(.ipv4), ProxyConfiguration.healthPort)
    /// Where `/metrics`, `/proxyMode` and `/configz` are served; nil: nowhere.
    public var metricsAddress: SocketEndpoint? = SocketEndpoint(
        .loopback(.ipv4), ProxyConfiguration.metricsPort)
    /// Whether an address that can't be bound ends the program.
    public var failsWhenUnbound = false
    /// What `/proc/self/oom_score_adj` is set to, −1000 to 1000; nil: left as it is.
    public var oomScoreAdjustment: Int?
    /// The kernel's connection table.
    public var conntrack = ConntrackSettings()
    /// How much is told: 4 and more is each synchronisation.
    public var verbosity = 0

    /// The port of `/healthz` unless another is given.
    public static let healthPort: Port = 10256
    /// The port of `/metrics` unless another is given.
    public static let metricsPort: Port = 10249

    /// The defaults.
    public init() {}

    /// Where pods' addresses come from, if that is how they are told.
    public var clusterCIDRs: [IPPrefix] {
        if case .clusterCIDR(let prefixes) = localDetection { prefixes } else { [] }
    }

    /// The node's primary addresses: the Node object's, unless `bindAddress` says otherwise.
    public func primaryAddresses(ofNode addresses: [IPAddress]) -> [IPAddress] {
        guard let ownAddress else { return addresses }
        return [ownAddress] + addresses.filter { $0.family != ownAddress.family }
    }
}
