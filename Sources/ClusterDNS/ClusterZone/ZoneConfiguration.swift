import DNSMessage
import NetworkAddress

/// Which names of pods are answered. CoreDNS calls the option `pods`.
public enum PodNames: String, Sendable, CaseIterable {
    /// None.
    case disabled
    /// Every address written with dashes, whether a pod has it or not.
    case insecure
    /// The addresses of pods of that namespace.
    case verified
}

/// What a cluster's zone is called and what it shows. The names are those of CoreDNS's options.
public struct ZoneConfiguration: Sendable {
    /// The cluster's zone, as `cluster.local.`.
    public var zone: DNSName
    /// The zones for addresses, as `in-addr.arpa.`.
    public var reverseZones: [DNSName]
    /// The time to live of every record but the version's, in seconds, 0 to 3600.
    public var ttl: UInt32 = 5
    /// Which names of pods are answered.
    public var pods = PodNames.disabled
    /// The namespaces that are shown; nil shows all.
    public var namespaces: Set<String>?
    /// Whether an endpoint without a hostname is called as its pod.
    public var endpointPodNames = false
    /// Whether a Service with a cluster IP but without ready endpoints does not exist.
    public var ignoreEmptyService = false
    /// The addresses of the name server itself, for `ns.dns.<zone>`.
    public var serverAddresses: [IPAddress] = []

    /// The zones that addresses of both families stand in.
    public static let allReverseZones = ["in-addr.arpa.", "ip6.arpa."].compactMap(DNSName.init)

    /// A configuration with the defaults of CoreDNS.
    public init(
        zone: DNSName, reverseZones: [DNSName] = ZoneConfiguration.allReverseZones
    ) {
        self.zone = zone.lowercased
        self.reverseZones = reverseZones.map(\.lowercased)
    }

    /// Whether a namespace is shown.
    public func shows(namespace: String) -> Bool { namespaces?.contains(namespace) ?? true }
}
