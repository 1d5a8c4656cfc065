import Netlink
import NetworkAddress

/// Which table of routes a packet is looked up in. C: struct fib_rule_hdr, and FRA_…
public struct Rule: Hashable, Sendable {
    /// The family of the packets.
    public var family: AddressFamily
    /// The lowest is asked first. C: FRA_PRIORITY
    public var priority: UInt32?
    /// Only packets from there. C: FRA_SRC
    public var from: IPPrefix?
    /// Only packets to there. C: FRA_DST
    public var to: IPPrefix?
    /// Only packets that came by this link. C: FRA_IIFNAME
    public var inputLink: String?
    /// Only packets of sockets that are bound to this link. C: FRA_OIFNAME
    public var outputLink: String?
    /// Only packets with this mark. C: FRA_FWMARK
    public var mark: UInt32?
    /// The bits of the mark that matter. C: FRA_FWMASK
    public var markMask: UInt32?
    /// The table. C: FRA_TABLE
    public var table: RouteTable
    /// What is done: 1 looks the table up. C: FR_ACT_TO_TBL
    public var action: UInt8 = 1
    /// C: FIB_RULE_…; 0x2 inverts
    public var flags: UInt32 = 0
    /// Only packets with this type of service.
    public var typeOfService: UInt8 = 0
    /// Who made it. C: FRA_PROTOCOL
    public var origin: RouteProtocol?
    /// Routes of prefixes so short don't count. C: FRA_SUPPRESS_PREFIXLEN
    public var suppressedPrefixLength: UInt32?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A rule that leads to a table.
    public init(family: AddressFamily, table: RouteTable, priority: UInt32? = nil) {
        self.family = family
        self.table = table
        self.priority = priority
    }
}
