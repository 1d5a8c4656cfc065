import NetworkAddress

/// What the proxy is told, from flags and from a configuration file.
public struct ProxyConfiguration: Hashable, Sendable {
    /// The name of this node's Node object; empty when unknown.
    public var nodeName = ""
    /// The kubeconfig that `clientConnection` names; nil for none.
    public var kubeconfig: String?
    /// Where pods' addresses come from: packets from elsewhere to a cluster address are
    /// masqueraded. Empty in a family: nothing is.
    public var clusterCIDRs: [IPPrefix] = []
    /// Where node ports answer.
    public var nodePortAddresses = NodePortAddresses.primary
    /// Masquerade whatever goes to a cluster address.
    public var masqueradesAll = false
    /// The bit of the packet mark that asks for masquerading, 0 to 31.
    public var masqueradeBit = 14

    /// How long changes are collected after a synchronisation; nil: some milliseconds.
    public var minSyncPeriod: Duration?

    /// The defaults.
    public init() {}
}
