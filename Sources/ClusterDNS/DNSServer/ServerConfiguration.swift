import ClusterZone
import DNSMessage
import NetworkAddress

/// How a server answers, apart from what its zones say.
public struct ServerConfiguration: Sendable {
    /// Where it listens, over UDP and TCP.
    public var listen: SocketEndpoint
    /// The zones.
    public var zone: ZoneConfiguration
    /// Who is asked about everything else; nobody makes it REFUSED.
    public var upstreams: [SocketEndpoint] = []
    /// The zones whose missing names are asked of the upstreams. CoreDNS: `fallthrough`.
    public var fallthroughZones: [DNSName] = []
    /// The most bytes of an answer over UDP. RFC 9715 and CoreDNS's `bufsize`: 1232.
    public var datagramSize = 1232
    /// The longest that an upstream's answer is kept, in seconds; 0 keeps none. CoreDNS: `cache`.
    public var cacheSeconds: UInt32 = 30
    /// The number of answers that are kept.
    public var cacheCapacity = 10_000
    /// How many questions may be with the upstreams at a time. CoreDNS: `max_concurrent`.
    public var maximumForwarded = 1000
    /// How long an upstream may take.
    public var upstreamTimeout: Duration = .seconds(2)
    /// How many upstreams are tried for a question, the same again when there are fewer.
    public var upstreamAttempts = 3
    /// How long a connection may be without a whole question.
    public var connectionIdle: Duration = .seconds(10)
    /// How many connections may be open.
    public var maximumConnections = 1000
    /// Threads for UDP, each with its socket; nil is one a processor.
    public var workers: Int?

    /// A configuration without upstreams.
    public init(listen: SocketEndpoint, zone: ZoneConfiguration) {
        self.listen = listen
        self.zone = zone
    }
}
