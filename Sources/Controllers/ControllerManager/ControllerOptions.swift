import NetworkAddress

/// What the controllers are told by flags, with upstream's defaults.
public struct ControllerOptions: Sendable {
    /// Which controllers run.
    public var chosen = ControllerChoice()

    /// The ranges that pods' addresses come from, one a family.
    public var clusterCIDRs: [IPPrefix] = []
    /// Whether each node gets its part of these.
    public var allocatesNodeCIDRs = false
    /// How long the prefix of a node's part is.
    public var nodeCIDRMaskSizeIPv4 = 24
    /// See `nodeCIDRMaskSizeIPv4`.
    public var nodeCIDRMaskSizeIPv6 = 64
    /// The ranges of Services' addresses: no node gets these.
    public var serviceRanges: [IPPrefix] = []

    /// Where Services of type LoadBalancer get their addresses: prefixes and `first-last`.
    public var loadBalancerPool: [String] = []

    /// How long a node may be silent before it counts as unhealthy.
    public var nodeMonitorGracePeriod = Duration.seconds(50)
    /// How often nodes are looked at.
    public var nodeMonitorPeriod = Duration.seconds(5)
    /// Nodes a second whose pods are evicted.
    public var nodeEvictionRate = 0.1
    /// The same where a zone is unhealthy.
    public var secondaryNodeEvictionRate = 0.01
    /// The part of a zone's nodes that makes it unhealthy.
    public var unhealthyZoneThreshold = 0.55
    /// Up to how many nodes an unhealthy zone's evictions stop.
    public var largeClusterSizeThreshold = 50

    /// How many ended pods are kept.
    public var terminatedPodGCThreshold = 12_500
    /// How long the horizontal autoscaler, quotas and the like wait between full looks.
    public var resourceQuotaSyncPeriod = Duration.seconds(300)
    /// The certificates of `kube-root-ca.crt`, as PEM; empty: those of the API server.
    public var rootCertificates = ""

    /// The defaults.
    public init() {}
}
