/// What carries a connection or a datagram above the Internet protocol.
public enum TransportProtocol: Sendable, BitwiseCopyable {
    /// C: IPPROTO_TCP.
    case tcp
    /// C: IPPROTO_UDP.
    case udp
    /// C: IPPROTO_SCTP.
    case sctp
    /// Any other, by its number.
    case unknown(UInt8)

    /// The protocol of a number as it stands in an IP header.
    public init(number: UInt8) {
        switch number {
        case 6: self = .tcp
        case 17: self = .udp
        case 132: self = .sctp
        default: self = .unknown(number)
        }
    }

    /// The number as it stands in an IP header.
    public var number: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        case .sctp: 132
        case .unknown(let number): number
        }
    }

    /// The protocol of a name in lower or in upper case; nil for other names.
    public init?(name: String) {
        switch name {
        case "tcp", "TCP": self = .tcp
        case "udp", "UDP": self = .udp
        case "sctp", "SCTP": self = .sctp
        default: return nil
        }
    }

    /// The name in lower case; of an unknown protocol its number.
    public var name: String {
        switch self {
        case .tcp: "tcp"
        case .udp: "udp"
        case .sctp: "sctp"
        case .unknown(let number): String(number)
        }
    }
}

// By number, so that `.unknown(6)` is TCP.
extension TransportProtocol: Hashable, Comparable {
    /// Whether both have one number.
    public static func == (left: Self, right: Self) -> Bool { left.number == right.number }

    /// Order of the numbers.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// Feeds the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension TransportProtocol: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
