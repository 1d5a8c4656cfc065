import Netlink

/// How a packet is refused. C: NFT_REJECT_…
public enum Rejection: Hashable, Sendable {
    /// An ICMP or ICMPv6 message of the table's own family, by its code.
    case icmp(code: UInt8)
    /// Of the packet's family, in tables that see both; by the kernel's abstract code.
    case icmpx(code: UInt8)
    case tcpReset

    /// The code of "port unreachable" in ICMP.
    public static let icmpPortUnreachable = Rejection.icmp(code: 3)
    /// The code of "port unreachable" in ICMPv6.
    public static let icmpv6PortUnreachable = Rejection.icmp(code: 4)
    /// "Port unreachable" in tables of the family inet.
    public static let icmpxPortUnreachable = Rejection.icmpx(code: 1)

    /// "Port unreachable" for a table of this family.
    public static func portUnreachable(_ family: NftablesFamily) -> Rejection {
        switch family {
        case .ip: .icmpPortUnreachable
        case .ip6: .icmpv6PortUnreachable
        default: .icmpxPortUnreachable
        }
    }
}

/// Refuses the packet and says so to its sender. C: nft_reject
public struct RejectExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "reject" }

    /// How the packet is refused.
    public var rejection: Rejection

    /// Made of its parts.
    public init(_ rejection: Rejection) {
        self.rejection = rejection
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var type: UInt32?
        var code: UInt8 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: type = try attribute.be32()
            case 2: code = try attribute.u8()
            default: break
            }
        }
        switch type {
        case 0: self.init(.icmp(code: code))
        case 1: self.init(.tcpReset)
        case 2: self.init(.icmpx(code: code))
        default: return nil
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        switch rejection {
        case .icmp(let code):
            writer.attribute(1, be32: 0)
            writer.attribute(2, u8: code)
        case .tcpReset:
            writer.attribute(1, be32: 1)
        case .icmpx(let code):
            writer.attribute(1, be32: 2)
            writer.attribute(2, u8: code)
        }
    }
}
