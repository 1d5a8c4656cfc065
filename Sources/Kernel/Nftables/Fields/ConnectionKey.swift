/// What the connection's entry says. C: NFT_CT_…
public enum ConnectionKey: Hashable, Sendable {
    case state, direction, status, mark, expiration, zone
    case sourcePort, destinationPort, `protocol`
    case ipSource, ipDestination, ip6Source, ip6Destination
    case unknown(UInt32)

    static let numbers: [(key: ConnectionKey, code: UInt32)] = [
        (.state, 0), (.direction, 1), (.status, 2), (.mark, 3), (.expiration, 5), (.protocol, 10),
        (.sourcePort, 11), (.destinationPort, 12), (.zone, 17), (.ipSource, 19),
        (.ipDestination, 20), (.ip6Source, 21), (.ip6Destination, 22),
    ]

    init(code: UInt32) {
        self = Self.numbers.first { $0.code == code }?.key ?? .unknown(code)
    }

    var code: UInt32 {
        if case .unknown(let code) = self { return code }
        return Self.numbers.first { $0.key == self }?.code ?? 0
    }

    var name: String {
        switch self {
        case .state: "state"
        case .direction: "direction"
        case .status: "status"
        case .mark: "mark"
        case .expiration: "expiration"
        case .protocol: "protocol"
        case .sourcePort: "proto-src"
        case .destinationPort: "proto-dst"
        case .zone: "zone"
        case .ipSource: "ip saddr"
        case .ipDestination: "ip daddr"
        case .ip6Source: "ip6 saddr"
        case .ip6Destination: "ip6 daddr"
        case .unknown(let code): "key-\(code)"
        }
    }

    var type: FieldType {
        switch self {
        case .state: .connectionState
        case .direction: .connectionDirection
        case .status: .connectionStatus
        case .mark: .mark
        case .expiration: .integer(length: 4)
        case .protocol: .transportProtocol
        case .sourcePort, .destinationPort: .port
        case .zone: .integer(length: 2)
        case .ipSource, .ipDestination: .ipv4Address
        case .ip6Source, .ip6Destination: .ipv6Address
        case .unknown: .integer(length: 4)
        }
    }
}

/// Which of a connection's two directions. C: IP_CT_DIR_…
public enum ConnectionDirection: Hashable, Sendable {
    case original, reply

    init(code: UInt8) { self = code == 0 ? .original : .reply }
    var code: UInt8 { self == .original ? 0 : 1 }
    var name: String { self == .original ? "original" : "reply" }
}

/// Bits of `ct state`. C: NF_CT_STATE_BIT
public struct ConnectionState: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Fits no connection.
    public static let invalid = ConnectionState(rawValue: 1)
    /// Packets have gone both ways.
    public static let established = ConnectionState(rawValue: 2)
    /// Belongs to another connection: an error message, or a second channel.
    public static let related = ConnectionState(rawValue: 4)
    /// The first packet.
    public static let new = ConnectionState(rawValue: 8)
    /// Taken out of tracking.
    public static let untracked = ConnectionState(rawValue: 64)
}

/// Bits of `ct status`. C: IPS_…
public struct ConnectionStatus: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Another connection announced it. C: IPS_EXPECTED
    public static let expected = ConnectionStatus(rawValue: 1)
    /// An answer came. C: IPS_SEEN_REPLY
    public static let seenReply = ConnectionStatus(rawValue: 2)
    /// Not to be dropped early. C: IPS_ASSURED
    public static let assured = ConnectionStatus(rawValue: 4)
    /// Its first packet has left. C: IPS_CONFIRMED
    public static let confirmed = ConnectionStatus(rawValue: 8)
    /// The source is translated. C: IPS_SRC_NAT
    public static let sourceNAT = ConnectionStatus(rawValue: 16)
    /// The destination is translated. C: IPS_DST_NAT
    public static let destinationNAT = ConnectionStatus(rawValue: 32)
    /// It is being removed. C: IPS_DYING
    public static let dying = ConnectionStatus(rawValue: 512)
}
