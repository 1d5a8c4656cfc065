import NetworkAddress

/// A value's bytes, as registers hold them, in `nft`'s words.
extension FieldType {
    /// - Parameter bytes: as many as the type has; fewer or more print as a number.
    func text(_ bytes: [UInt8]) -> String {
        switch self {
        case .ipv4Address, .ipv6Address:
            IPAddress(bytes: bytes).map { "\($0)" } ?? number(bytes)
        case .etherAddress:
            bytes.map { hexadecimal(UInt32($0), digits: 2).dropFirst(2) }
                .joined(separator: ":")
        case .transportProtocol: Self.protocolName(bytes.first ?? 0)
        case .mark: hexadecimal(UInt32(truncatingIfNeeded: integer(bytes)))
        case .interfaceName:
            "\"\(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))\""
        case .connectionState, .connectionStatus: flags(UInt32(truncatingIfNeeded: integer(bytes)))
        case .time: NftablesText.duration(milliseconds: integer(bytes))
        case .trafficClass: Self.trafficClass(UInt32(truncatingIfNeeded: integer(bytes)))
        default: symbol(integer(bytes)) ?? number(bytes)
        }
    }

    /// The bytes as a number, in the type's order.
    func integer(_ bytes: [UInt8]) -> UInt64 {
        let ordered = isNetworkOrder || 1.littleEndian != 1 ? bytes : bytes.reversed()
        return ordered.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func number(_ bytes: [UInt8]) -> String { String(integer(bytes)) }

    /// The name of a value, for types whose values have names.
    private func symbol(_ value: UInt64) -> String? {
        switch self {
        case .networkProtocol: [2: "ipv4", 10: "ipv6"][value]
        case .packetType: [0: "host", 1: "broadcast", 2: "multicast", 3: "other"][value]
        case .connectionDirection: [0: "original", 1: "reply"][value]
        case .boolean: value == 0 ? "missing" : "exists"
        case .addressType: UInt32(exactly: value).flatMap(AddressType.init(rawValue:))?.name
        case .etherType: [0x800: "ip", 0x806: "arp", 0x86dd: "ip6", 0x8100: "vlan"][value]
        case .icmpType: Self.icmpTypes[value]
        case .icmpv6Type: Self.icmpv6Types[value]
        default: nil
        }
    }

    private static let icmpTypes: [UInt64: String] = [
        0: "echo-reply", 3: "destination-unreachable", 5: "redirect", 8: "echo-request",
        11: "time-exceeded", 12: "parameter-problem",
    ]

    private static let icmpv6Types: [UInt64: String] = [
        1: "destination-unreachable", 2: "packet-too-big", 3: "time-exceeded",
        4: "parameter-problem", 128: "echo-request", 129: "echo-reply",
        133: "nd-router-solicit", 134: "nd-router-advert", 135: "nd-neighbor-solicit",
        136: "nd-neighbor-advert", 137: "nd-redirect",
    ]

    /// The bits of a type that consists of bits; nil for others.
    var bitNames: [(bit: UInt32, name: String)]? {
        switch self {
        case .connectionState:
            [(1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked")]
        case .connectionStatus:
            [
                (1, "expected"), (2, "seen-reply"), (4, "assured"), (8, "confirmed"),
                (16, "snat"), (32, "dnat"), (512, "dying"),
            ]
        default: nil
        }
    }

    private func flags(_ value: UInt32) -> String {
        let names = bitNames ?? []
        let known = names.filter { value & $0.bit != 0 }
        let rest = value & ~names.reduce(0) { $0 | $1.bit }
        var words = known.map(\.name)
        if rest != 0 { words.append(hexadecimal(rest, digits: 1)) }
        return words.isEmpty ? hexadecimal(0, digits: 1) : words.joined(separator: ",")
    }

    static func protocolName(_ number: UInt8) -> String {
        let names: [UInt8: String] = [
            0: "ip", 1: "icmp", 2: "igmp", 6: "tcp", 17: "udp", 33: "dccp", 41: "ipv6",
            47: "gre", 50: "esp", 51: "ah", 58: "ipv6-icmp", 108: "ipcomp", 132: "sctp",
            136: "udplite",
        ]
        return names[number] ?? String(number)
    }

    /// `major:minor`, hexadecimal.
    private static func trafficClass(_ value: UInt32) -> String {
        switch value {
        case .max: "root"
        case 0: "none"
        default: "\(String(value >> 16, radix: 16)):\(String(value & 0xffff, radix: 16))"
        }
    }
}
