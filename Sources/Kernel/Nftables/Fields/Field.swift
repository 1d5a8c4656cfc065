/// Something about a packet that a rule loads into a register, and that a set's key consists of.
public indirect enum Field: Hashable, Sendable {
    /// Bytes of a header.
    case payload(PayloadField)
    /// What the kernel knows beside the packet's bytes.
    case meta(MetaKey)
    /// What the connection's entry says.
    case connection(ConnectionKey, ConnectionDirection?)
    /// What a routing look-up says.
    case fib(FibResult, FibFlags)
    /// A number from 0 to modulus − 1, plus the offset.
    case number(NumberKind, modulus: UInt32, offset: UInt32)
    /// A hash of fields, from 0 to modulus − 1, plus the offset.
    case hash([Field], modulus: UInt32, seed: UInt32?, offset: UInt32)
    /// Only these bits of a field of four bytes in the machine's order.
    case masked(Field, UInt32)

    /// The type of its values.
    public var type: FieldType {
        switch self {
        case .payload(let field): field.type
        case .meta(let key): key.type
        case .connection(let key, _): key.type
        case .fib(let result, let flags): result.type(flags)
        case .number, .hash: .integer(length: 4)
        case .masked(let field, _): field.type
        }
    }

    /// `ip daddr`, as `nft` writes it.
    public var text: String {
        switch self {
        case .payload(let field): field.name
        case .meta(let key): key.isUnqualified ? key.name : "meta \(key.name)"
        case .connection(let key, let direction):
            direction.map { "ct \($0.name) \(key.name)" } ?? "ct \(key.name)"
        case .fib(let result, let flags): "fib \(flags.text) \(result.name)"
        case .number(let kind, let modulus, let offset):
            "numgen \(kind.name) mod \(modulus)" + (offset == 0 ? "" : " offset \(offset)")
        case .hash(let fields, let modulus, let seed, let offset):
            "jhash \(Field.text(fields)) mod \(modulus)"
                + (seed.map { " seed \(hexadecimal($0))" } ?? "")
                + (offset == 0 ? "" : " offset \(offset)")
        case .masked(let field, let mask):
            "\(field.text) & \(field.type.text(mask.hostBytes))"
        }
    }

    /// `ip daddr . meta l4proto . th dport`
    static func text(_ fields: [Field]) -> String {
        fields.map(\.text).joined(separator: " . ")
    }

    /// How many registers of four bytes the value fills.
    var registerCount: Int { (type.length + 3) / 4 }
}

/// The fields by the names that people know them by.
extension Field {
    /// `ip saddr`
    public static let ipSource = Field.payload(.ipSource)
    /// `ip daddr`
    public static let ipDestination = Field.payload(.ipDestination)
    /// `ip protocol`
    public static let ipProtocol = Field.payload(.ipProtocol)
    /// `ip6 saddr`
    public static let ip6Source = Field.payload(.ip6Source)
    /// `ip6 daddr`
    public static let ip6Destination = Field.payload(.ip6Destination)
    /// `th sport`: of whatever transport the packet has.
    public static let sourcePort = Field.payload(.sourcePort)
    /// `th dport`: of whatever transport the packet has.
    public static let destinationPort = Field.payload(.destinationPort)
    /// `tcp sport`
    public static let tcpSourcePort = Field.payload(.tcpSourcePort)
    /// `tcp dport`
    public static let tcpDestinationPort = Field.payload(.tcpDestinationPort)
    /// `udp sport`
    public static let udpSourcePort = Field.payload(.udpSourcePort)
    /// `udp dport`
    public static let udpDestinationPort = Field.payload(.udpDestinationPort)

    /// `ether saddr`
    public static let etherSource = Field.payload(.etherSource)

    /// `meta l4proto`
    public static let l4Protocol = Field.meta(.l4Protocol)
    /// `meta nfproto`
    public static let networkProtocol = Field.meta(.networkProtocol)
    /// `meta mark`: the packet's mark.
    public static let mark = Field.meta(.mark)
    /// `meta priority`: a traffic class, and room for a number while a packet is looked at.
    public static let priority = Field.meta(.priority)
    /// `iifname`
    public static let inputInterface = Field.meta(.inputInterfaceName)
    /// `oifname`
    public static let outputInterface = Field.meta(.outputInterfaceName)
    /// `meta pkttype`
    public static let packetType = Field.meta(.packetType)

    /// `ct state`
    public static let connectionState = Field.connection(.state, nil)
    /// `ct direction`
    public static let connectionDirection = Field.connection(.direction, nil)
    /// `ct status`
    public static let connectionStatus = Field.connection(.status, nil)
    /// `ct mark`
    public static let connectionMark = Field.connection(.mark, nil)
    /// `ct original ip saddr`
    public static let originalIPSource = Field.connection(.ipSource, .original)
    /// `ct original ip daddr`: before translation.
    public static let originalIPDestination = Field.connection(.ipDestination, .original)
    /// `ct original ip6 saddr`
    public static let originalIP6Source = Field.connection(.ip6Source, .original)
    /// `ct original ip6 daddr`
    public static let originalIP6Destination = Field.connection(.ip6Destination, .original)
    /// `ct original proto-src`
    public static let originalSourcePort = Field.connection(.sourcePort, .original)
    /// `ct original proto-dst`: before translation.
    public static let originalDestinationPort = Field.connection(.destinationPort, .original)

    /// `fib daddr type`: local, unicast, broadcast …
    public static let destinationAddressType = Field.fib(.addressType, .destination)
    /// `fib saddr type`
    public static let sourceAddressType = Field.fib(.addressType, .source)

    /// `numgen random mod N`: an index from 0 to N − 1, another for each packet.
    public static func random(_ modulus: UInt32) -> Field {
        .number(.random, modulus: modulus, offset: 0)
    }

    /// `numgen inc mod N`: an index from 0 to N − 1, one after the other.
    public static func roundRobin(_ modulus: UInt32) -> Field {
        .number(.incremental, modulus: modulus, offset: 0)
    }

    /// `ip saddr` or `ip6 saddr`.
    public static func source(_ family: NftablesFamily) -> Field {
        family == .ip6 ? .ip6Source : .ipSource
    }

    /// `ip daddr` or `ip6 daddr`.
    public static func destination(_ family: NftablesFamily) -> Field {
        family == .ip6 ? .ip6Destination : .ipDestination
    }
}

/// How numbers are chosen. C: NFT_NG_…
public enum NumberKind: Hashable, Sendable {
    case incremental, random

    var code: UInt32 { self == .incremental ? 0 : 1 }
    var name: String { self == .incremental ? "inc" : "random" }
}

/// `0x` and eight digits, as `nft` writes marks.
func hexadecimal(_ value: UInt32, digits: Int = 8) -> String {
    let text = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
