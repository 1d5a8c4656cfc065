/// What a routing look-up is asked for. C: NFT_FIB_RESULT_…
public enum FibResult: Hashable, Sendable {
    case outputInterface, outputInterfaceName, addressType
    case unknown(UInt32)

    init(code: UInt32) {
        switch code {
        case 1: self = .outputInterface
        case 2: self = .outputInterfaceName
        case 3: self = .addressType
        default: self = .unknown(code)
        }
    }

    var code: UInt32 {
        switch self {
        case .outputInterface: 1
        case .outputInterfaceName: 2
        case .addressType: 3
        case .unknown(let code): code
        }
    }

    var name: String {
        switch self {
        case .outputInterface: "oif"
        case .outputInterfaceName: "oifname"
        case .addressType: "type"
        case .unknown(let code): "result-\(code)"
        }
    }

    func type(_ flags: FibFlags) -> FieldType {
        if flags.contains(.present) { return .boolean }
        return switch self {
        case .outputInterface: .interfaceIndex
        case .outputInterfaceName: .interfaceName
        case .addressType: .addressType
        case .unknown: .integer(length: 4)
        }
    }
}

/// What a routing look-up uses. C: NFTA_FIB_F_…
public struct FibFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The packet's source. C: NFTA_FIB_F_SADDR
    public static let source = FibFlags(rawValue: 1)
    /// The packet's destination. C: NFTA_FIB_F_DADDR
    public static let destination = FibFlags(rawValue: 2)
    /// The packet's mark. C: NFTA_FIB_F_MARK
    public static let mark = FibFlags(rawValue: 4)
    /// Where it came in. C: NFTA_FIB_F_IIF
    public static let inputInterface = FibFlags(rawValue: 8)
    /// Where it goes out. C: NFTA_FIB_F_OIF
    public static let outputInterface = FibFlags(rawValue: 16)
    /// Asks only whether there is a result.
    public static let present = FibFlags(rawValue: 32)

    /// `daddr . iif`
    var text: String {
        var words: [String] = []
        if contains(.source) { words.append("saddr") }
        if contains(.destination) { words.append("daddr") }
        if contains(.mark) { words.append("mark") }
        if contains(.inputInterface) { words.append("iif") }
        if contains(.outputInterface) { words.append("oif") }
        return words.joined(separator: " . ")
    }
}

/// Kinds of addresses, as `fib … type` tells them. C: RTN_…
public enum AddressType: UInt32, Hashable, Sendable, CaseIterable {
    case unspecified = 0
    case unicast, local, broadcast, anycast, multicast, blackhole, unreachable, prohibit

    /// `nft`'s name.
    public var name: String { self == .unspecified ? "unspec" : "\(self)" }
}
