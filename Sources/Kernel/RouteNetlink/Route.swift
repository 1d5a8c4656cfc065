import Netlink
import NetworkAddress

/// Where packets to some addresses go.
public struct Route: Hashable, Sendable {
    /// The family of its addresses.
    public var family: AddressFamily
    /// The addresses; nil is all others. C: RTA_DST
    public var destination: IPPrefix?
    /// Whom to hand packets to; nil is the destination itself. C: RTA_GATEWAY
    public var gateway: IPAddress?
    /// The link to send by. C: RTA_OIF
    public var link: LinkIndex?
    /// The address that connections of this host take. C: RTA_PREFSRC
    public var source: IPAddress?
    /// How far away the destination is. C: rtm_scope
    public var scope: RouteScope
    /// The table that it stands in. C: RTA_TABLE
    public var table: RouteTable
    /// Who made it. C: rtm_protocol
    public var origin: RouteProtocol
    /// Among routes to one destination the lowest is taken. C: RTA_PRIORITY
    public var metric: UInt32?
    /// The longest packet, in bytes. C: RTAX_MTU
    public var mtu: UInt32?
    /// The longest segment that a TCP peer is told, in bytes. C: RTAX_ADVMSS
    public var advertisedMSS: UInt32?
    /// What is done with packets. C: rtm_type
    public var kind: RouteKind
    /// C: rtm_flags
    public var flags: RouteFlags
    /// Only for packets from there. C: RTA_SRC
    public var from: IPPrefix?
    /// Only for packets with this type of service. C: rtm_tos
    public var typeOfService: UInt8 = 0
    /// Every other metric. C: RTA_METRICS
    public var unknownMetrics: [RawAttribute] = []
    /// Every other attribute: next hops of a multipath route, encapsulation, counters.
    public var unknown: [RawAttribute] = []

    /// A route.
    ///
    /// - Parameters:
    ///   - family: matters when neither a destination nor a gateway tells it.
    ///   - scope: nil is what `ip route` takes: `link` for a version 4 destination without a
    ///     gateway, `host` for a local one, `universe` otherwise.
    public init(
        to destination: IPPrefix?, via gateway: IPAddress? = nil, link: LinkIndex? = nil,
        source: IPAddress? = nil, table: RouteTable = .main, origin: RouteProtocol = .static,
        metric: UInt32? = nil, kind: RouteKind = .unicast, flags: RouteFlags = [],
        scope: RouteScope? = nil, family: AddressFamily? = nil
    ) {
        let family =
            destination?.family ?? gateway?.family ?? source?.family ?? family ?? .ipv4
        self.family = family
        // One spelling: everything else has no destination.
        self.destination = destination?.length == 0 ? nil : destination
        self.gateway = gateway
        self.link = link
        self.source = source
        self.table = table
        self.origin = origin
        self.metric = metric
        self.kind = kind
        self.flags = flags
        self.scope = scope ?? Self.usualScope(family, kind, hasGateway: gateway != nil)
    }

    private static func usualScope(
        _ family: AddressFamily, _ kind: RouteKind, hasGateway: Bool
    ) -> RouteScope {
        guard family == .ipv4 else { return .universe }
        switch kind {
        case .local: return .host
        case .unicast, .broadcast, .multicast, .anycast: return hasGateway ? .universe : .link
        default: return .universe
        }
    }

    /// The destination, or all addresses of the family.
    public var prefix: IPPrefix { destination ?? .all(family) }
}

extension Route: CustomStringConvertible {
    /// `10.244.1.0/24 via 10.0.0.2 link 3`.
    public var description: String {
        var text = destination?.description ?? "default"
        if kind != .unicast { text = "\(kind) \(text)" }
        if let gateway { text += " via \(gateway)" }
        if let link { text += " \(link)" }
        if table != .main { text += " table \(table.rawValue)" }
        return text
    }
}
