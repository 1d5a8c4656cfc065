/// Bytes of a header, and what `nft` calls them.
public struct PayloadField: Hashable, Sendable {
    /// `ip daddr`
    public var name: String
    /// From where the offset counts.
    public var base: PayloadBase
    /// From the base, in bytes.
    public var offset: Int
    /// In bytes.
    public var length: Int
    /// The type of its value.
    public var type: FieldType
    /// `nft`'s number of the header, for a set's user data. C: PROTO_DESC_…
    var descriptor: UInt32
    /// `nft`'s number of the field in that header, for a set's user data.
    var template: UInt32

    init(
        _ name: String, _ base: PayloadBase, _ offset: Int, _ type: FieldType,
        descriptor: UInt32, template: UInt32
    ) {
        self.name = name
        self.base = base
        self.offset = offset
        length = type.length
        self.type = type
        self.descriptor = descriptor
        self.template = template
    }

    /// Bytes without a name: `@nh,96,32`.
    public init(raw base: PayloadBase, offset: Int, length: Int) {
        name = "@\(base.name),\(offset * 8),\(length * 8)"
        self.base = base
        self.offset = offset
        self.length = length
        type = .integer(length: length)
        descriptor = 0
        template = 0
    }

    static let ipSource = PayloadField(
        "ip saddr", .network, 12, .ipv4Address, descriptor: 12, template: 11)
    static let ipDestination = PayloadField(
        "ip daddr", .network, 16, .ipv4Address, descriptor: 12, template: 12)
    static let ipProtocol = PayloadField(
        "ip protocol", .network, 9, .transportProtocol, descriptor: 12, template: 9)
    static let ip6Source = PayloadField(
        "ip6 saddr", .network, 8, .ipv6Address, descriptor: 13, template: 8)
    static let ip6Destination = PayloadField(
        "ip6 daddr", .network, 24, .ipv6Address, descriptor: 13, template: 9)
    static let sourcePort = PayloadField(
        "th sport", .transport, 0, .port, descriptor: 11, template: 1)
    static let destinationPort = PayloadField(
        "th dport", .transport, 2, .port, descriptor: 11, template: 2)
    static let tcpSourcePort = PayloadField(
        "tcp sport", .transport, 0, .port, descriptor: 8, template: 1)
    static let tcpDestinationPort = PayloadField(
        "tcp dport", .transport, 2, .port, descriptor: 8, template: 2)
    static let udpSourcePort = PayloadField(
        "udp sport", .transport, 0, .port, descriptor: 6, template: 1)
    static let udpDestinationPort = PayloadField(
        "udp dport", .transport, 2, .port, descriptor: 6, template: 2)
    static let sctpSourcePort = PayloadField(
        "sctp sport", .transport, 0, .port, descriptor: 10, template: 1)
    static let sctpDestinationPort = PayloadField(
        "sctp dport", .transport, 2, .port, descriptor: 10, template: 2)
    static let icmpType = PayloadField(
        "icmp type", .transport, 0, .icmpType, descriptor: 4, template: 1)
    static let icmpv6Type = PayloadField(
        "icmpv6 type", .transport, 0, .icmpv6Type, descriptor: 14, template: 1)
    static let etherDestination = PayloadField(
        "ether daddr", .link, 0, .etherAddress, descriptor: 17, template: 1)
    static let etherSource = PayloadField(
        "ether saddr", .link, 6, .etherAddress, descriptor: 17, template: 2)

    /// Every field with a name.
    static let known = [
        ipSource, ipDestination, ipProtocol, ip6Source, ip6Destination, sourcePort,
        destinationPort, tcpSourcePort, tcpDestinationPort, udpSourcePort, udpDestinationPort,
        sctpSourcePort, sctpDestinationPort, icmpType, icmpv6Type, etherDestination, etherSource,
    ]
}

/// From where an offset counts. C: NFT_PAYLOAD_…_HEADER
public enum PayloadBase: Hashable, Sendable {
    case link, network, transport, inner
    case unknown(UInt32)

    init(code: UInt32) {
        switch code {
        case 0: self = .link
        case 1: self = .network
        case 2: self = .transport
        case 3: self = .inner
        default: self = .unknown(code)
        }
    }

    var code: UInt32 {
        switch self {
        case .link: 0
        case .network: 1
        case .transport: 2
        case .inner: 3
        case .unknown(let code): code
        }
    }

    var name: String {
        switch self {
        case .link: "ll"
        case .network: "nh"
        case .transport: "th"
        case .inner: "ih"
        case .unknown(let code): "base\(code)"
        }
    }
}
