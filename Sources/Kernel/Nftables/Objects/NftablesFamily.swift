/// Which packets a table sees. C: NFPROTO_…
public enum NftablesFamily: Hashable, Sendable {
    case inet, ip, arp, netdev, bridge, ip6
    case unknown(UInt8)

    /// The family of a number.
    public init(rawValue: UInt8) {
        switch rawValue {
        case 1: self = .inet
        case 2: self = .ip
        case 3: self = .arp
        case 5: self = .netdev
        case 7: self = .bridge
        case 10: self = .ip6
        default: self = .unknown(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: UInt8 {
        switch self {
        case .inet: 1
        case .ip: 2
        case .arp: 3
        case .netdev: 5
        case .bridge: 7
        case .ip6: 10
        case .unknown(let number): number
        }
    }

    /// The family as `nft` writes it.
    public var name: String {
        switch self {
        case .inet: "inet"
        case .ip: "ip"
        case .arp: "arp"
        case .netdev: "netdev"
        case .bridge: "bridge"
        case .ip6: "ip6"
        case .unknown(let number): "family-\(number)"
        }
    }
}
