/// How two values are compared. C: NFT_CMP_…
public enum Comparison: Hashable, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case unknown(UInt32)

    init(code: UInt32) {
        switch code {
        case 0: self = .equal
        case 1: self = .notEqual
        case 2: self = .less
        case 3: self = .lessOrEqual
        case 4: self = .greater
        case 5: self = .greaterOrEqual
        default: self = .unknown(code)
        }
    }

    var code: UInt32 {
        switch self {
        case .equal: 0
        case .notEqual: 1
        case .less: 2
        case .lessOrEqual: 3
        case .greater: 4
        case .greaterOrEqual: 5
        case .unknown(let code): code
        }
    }

    /// `nft`'s sign; nothing for `equal`, as `nft` leaves it out.
    var sign: String {
        switch self {
        case .equal: ""
        case .notEqual: "!= "
        case .less: "< "
        case .lessOrEqual: "<= "
        case .greater: "> "
        case .greaterOrEqual: ">= "
        case .unknown(let code): "op-\(code) "
        }
    }
}

/// Flags of translations; unknown bits are kept. C: NF_NAT_RANGE_…
public struct NATFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// C: NF_NAT_RANGE_MAP_IPS
    public static let addresses = NATFlags(rawValue: 1)
    /// C: NF_NAT_RANGE_PROTO_SPECIFIED
    public static let ports = NATFlags(rawValue: 2)
    /// C: NF_NAT_RANGE_PROTO_RANDOM
    public static let random = NATFlags(rawValue: 4)
    /// C: NF_NAT_RANGE_PERSISTENT
    public static let persistent = NATFlags(rawValue: 8)
    /// C: NF_NAT_RANGE_PROTO_RANDOM_FULLY
    public static let fullyRandom = NATFlags(rawValue: 16)

    /// `random,persistent`, as `nft` writes those that people choose.
    var text: String {
        var words: [String] = []
        if contains(.random) { words.append("random") }
        if contains(.fullyRandom) { words.append("fully-random") }
        if contains(.persistent) { words.append("persistent") }
        return words.joined(separator: ",")
    }
}
