/// What a route does with packets. C: RTN_…
public enum RouteKind: Hashable, Sendable {
    /// It sends them on. C: RTN_UNICAST
    case unicast
    /// They are for this host. C: RTN_LOCAL
    case local
    /// C: RTN_BROADCAST
    case broadcast
    /// C: RTN_ANYCAST
    case anycast
    /// C: RTN_MULTICAST
    case multicast
    /// It drops them. C: RTN_BLACKHOLE
    case blackhole
    /// It says that the host can't be reached. C: RTN_UNREACHABLE
    case unreachable
    /// It says that it isn't allowed. C: RTN_PROHIBIT
    case prohibit
    /// The next table shall see. C: RTN_THROW
    case `throw`
    /// Any other, by its number.
    case unknown(UInt8)

    private static let known: [RouteKind] = [
        .unicast, .local, .broadcast, .anycast, .multicast, .blackhole, .unreachable, .prohibit,
        .throw,
    ]

    /// The kind of a number.
    public init(rawValue: UInt8) {
        let index = Int(rawValue) - 1
        self = Self.known.indices.contains(index) ? Self.known[index] : .unknown(rawValue)
    }

    /// The number.
    public var rawValue: UInt8 {
        if case .unknown(let number) = self { return number }
        return UInt8(Self.known.firstIndex(of: self).map { $0 + 1 } ?? 0)
    }
}

/// How far away a destination is. C: RT_SCOPE_…
public enum RouteScope: Hashable, Sendable {
    /// Anywhere. C: RT_SCOPE_UNIVERSE
    case universe
    /// In this site. C: RT_SCOPE_SITE
    case site
    /// On the link itself. C: RT_SCOPE_LINK
    case link
    /// This host. C: RT_SCOPE_HOST
    case host
    /// Nowhere; of a route to be deleted: whichever. C: RT_SCOPE_NOWHERE
    case nowhere
    /// Any other, by its number.
    case unknown(UInt8)

    /// The scope of a number.
    public init(rawValue: UInt8) {
        self =
            switch rawValue {
            case 0: .universe
            case 200: .site
            case 253: .link
            case 254: .host
            case 255: .nowhere
            default: .unknown(rawValue)
            }
    }

    /// The number.
    public var rawValue: UInt8 {
        switch self {
        case .universe: 0
        case .site: 200
        case .link: 253
        case .host: 254
        case .nowhere: 255
        case .unknown(let number): number
        }
    }
}

/// Who made a route. C: RTPROT_…
public enum RouteProtocol: Hashable, Sendable {
    /// Nobody says; of a route to be deleted: whoever. C: RTPROT_UNSPEC
    case unspecified
    /// An ICMP message. C: RTPROT_REDIRECT
    case redirect
    /// The kernel, for an address. C: RTPROT_KERNEL
    case kernel
    /// Somebody, while the machine started. C: RTPROT_BOOT
    case boot
    /// The administrator. C: RTPROT_STATIC
    case `static`
    /// Any other, by its number: programs take one to know their routes again.
    case unknown(UInt8)

    private static let known: [RouteProtocol] = [
        .unspecified, .redirect, .kernel, .boot, .static,
    ]

    /// The protocol of a number.
    public init(rawValue: UInt8) {
        let index = Int(rawValue)
        self = Self.known.indices.contains(index) ? Self.known[index] : .unknown(rawValue)
    }

    /// The number.
    public var rawValue: UInt8 {
        if case .unknown(let number) = self { return number }
        return UInt8(Self.known.firstIndex(of: self) ?? 0)
    }
}

/// A table of routes, by its number.
public struct RouteTable: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number, from 1 to 2³²−1.
    public var rawValue: UInt32

    /// The table of a number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// C: RT_TABLE_MAIN
    public static let main = RouteTable(rawValue: 254)
    /// What is this host's own. C: RT_TABLE_LOCAL
    public static let local = RouteTable(rawValue: 255)

    /// Order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How a route is used; unknown bits are kept.
public struct RouteFlags: OptionSet, Hashable, Sendable {
    /// The bits of rtm_flags.
    public let rawValue: UInt32

    /// The flags of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// It can't be used. C: RTNH_F_DEAD
    public static let dead = RouteFlags(rawValue: 0x1)
    /// The gateway is on the link, whatever the addresses say. C: RTNH_F_ONLINK
    public static let onLink = RouteFlags(rawValue: 0x4)
    /// The link can't carry packets. C: RTNH_F_LINKDOWN
    public static let linkDown = RouteFlags(rawValue: 0x10)
    /// It is a copy, made for one destination. C: RTM_F_CLONED
    public static let cloned = RouteFlags(rawValue: 0x200)
}
