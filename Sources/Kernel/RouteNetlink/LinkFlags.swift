/// What a link is and whether it is on; unknown bits are kept.
public struct LinkFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand in `struct ifinfomsg`.
    public let rawValue: UInt32

    /// The flags of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Switched on. C: IFF_UP
    public static let up = LinkFlags(rawValue: 0x1)
    /// It can reach all at once. C: IFF_BROADCAST
    public static let broadcast = LinkFlags(rawValue: 0x2)
    /// Packets come back. C: IFF_LOOPBACK
    public static let loopback = LinkFlags(rawValue: 0x8)
    /// It has one other end. C: IFF_POINTOPOINT
    public static let pointToPoint = LinkFlags(rawValue: 0x10)
    /// It can carry packets. C: IFF_RUNNING
    public static let running = LinkFlags(rawValue: 0x40)
    /// No neighbour discovery. C: IFF_NOARP
    public static let noARP = LinkFlags(rawValue: 0x80)
    /// It takes packets for others. C: IFF_PROMISC
    public static let promiscuous = LinkFlags(rawValue: 0x100)
    /// It takes every multicast. C: IFF_ALLMULTI
    public static let allMulticast = LinkFlags(rawValue: 0x200)
    /// It belongs to a master. C: IFF_SLAVE
    public static let enslaved = LinkFlags(rawValue: 0x800)
    /// It can multicast. C: IFF_MULTICAST
    public static let multicast = LinkFlags(rawValue: 0x1000)
    /// What is below it is up. C: IFF_LOWER_UP
    public static let lowerUp = LinkFlags(rawValue: 0x1_0000)
}

/// Whether a link carries packets (RFC 2863 §3.1.14).
public enum OperationalState: Hashable, Sendable {
    /// The link doesn't say. C: IF_OPER_UNKNOWN
    case notTold
    /// C: IF_OPER_NOTPRESENT
    case notPresent
    /// C: IF_OPER_DOWN
    case down
    /// C: IF_OPER_LOWERLAYERDOWN
    case lowerLayerDown
    /// C: IF_OPER_TESTING
    case testing
    /// C: IF_OPER_DORMANT
    case dormant
    /// C: IF_OPER_UP
    case up
    /// Any other, by its number.
    case unknown(UInt8)

    private static let known: [OperationalState] = [
        .notTold, .notPresent, .down, .lowerLayerDown, .testing, .dormant, .up,
    ]

    /// The state of a number.
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
