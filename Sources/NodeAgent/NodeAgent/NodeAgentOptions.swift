import NetworkAddress
import NodeRoutes
import PodLifecycle

/// How a node's agent is set up.
public struct NodeAgentOptions: Sendable {
    public var nodeName: String
    /// The node's addresses, the main one first.
    public var addresses: [IPAddress]
    /// Where pods' volumes and files are.
    public var rootDirectory = "/var/lib/kubelet"
    /// Where pods' logs are.
    public var logDirectory = "/var/log/pods"
    /// The file that tells of the node's own resolver; empty for none.
    public var resolverFile = "/etc/resolv.conf"
    public var clusterDNS: [String] = []
    public var clusterDomain = "cluster.local"
    /// Whether the node's object is made when it is missing.
    public var registersNode = true
    /// Further labels of the node.
    public var labels: [String: String] = [:]
    /// Taints that the node has from its first moment.
    public var taints: [NodeTaint] = []
    /// How many pods the node takes.
    public var maximumPods = 110
    /// What the node is said to have instead of what it has: `cpu` → `4`.
    public var capacity: [String: String] = [:]
    /// The port for logs, commands and forwarded ports.
    public var port = 10_250
    /// How often volumes follow their objects.
    public var syncInterval = Duration.seconds(60)
    /// How often the node's state is looked at.
    public var statusInterval = Duration.seconds(10)
    /// How long the node's lease holds, in seconds; it is renewed four times meanwhile.
    public var leaseDuration = 40
    /// Puts the network plugin on the node; nil: somebody else does.
    public var network: NetworkInstallation.Options?
    /// How packets get to other nodes' pods; nil: somebody else sees to it.
    public var routes: RouteMode?
    /// Pauses between restarts, and between tries to fetch an image.
    public var backoff = Backoff.Limits()

    public init(nodeName: String, addresses: [IPAddress]) {
        self.nodeName = nodeName
        self.addresses = addresses
    }
}

/// A mark on a node that pods must tolerate.
public struct NodeTaint: Sendable, Hashable {
    public var key: String
    public var value: String
    public var effect: String

    /// Reads `key=value:NoSchedule`, or `key:NoSchedule`; nil when it is neither.
    public init?(parsing text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty,
            ["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(parts[1])
        else { return nil }
        let pair = parts[0].split(separator: "=", maxSplits: 1).map(String.init)
        key = pair[0]
        value = pair.count > 1 ? pair[1] : ""
        effect = parts[1]
    }
}
