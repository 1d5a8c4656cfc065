/// What the kernel knows of a packet beside its bytes. C: NFT_META_…
public enum MetaKey: Hashable, Sendable {
    case length, etherType, priority, mark
    case inputInterface, outputInterface, inputInterfaceName, outputInterfaceName
    case userID, groupID, trace, networkProtocol, l4Protocol, packetType, cpu
    case unknown(UInt32)

    static let numbers: [(key: MetaKey, code: UInt32)] = [
        (.length, 0), (.etherType, 1), (.priority, 2), (.mark, 3), (.inputInterface, 4),
        (.outputInterface, 5), (.inputInterfaceName, 6), (.outputInterfaceName, 7), (.userID, 10),
        (.groupID, 11), (.trace, 12), (.networkProtocol, 15), (.l4Protocol, 16),
        (.packetType, 19), (.cpu, 20),
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
        case .length: "length"
        case .etherType: "protocol"
        case .priority: "priority"
        case .mark: "mark"
        case .inputInterface: "iif"
        case .outputInterface: "oif"
        case .inputInterfaceName: "iifname"
        case .outputInterfaceName: "oifname"
        case .userID: "skuid"
        case .groupID: "skgid"
        case .trace: "nftrace"
        case .networkProtocol: "nfproto"
        case .l4Protocol: "l4proto"
        case .packetType: "pkttype"
        case .cpu: "cpu"
        case .unknown(let code): "key-\(code)"
        }
    }

    /// Written without `meta` before it.
    var isUnqualified: Bool {
        switch self {
        case .inputInterface, .outputInterface, .inputInterfaceName, .outputInterfaceName: true
        default: false
        }
    }

    var type: FieldType {
        switch self {
        case .length, .cpu: .integer(length: 4)
        case .priority: .trafficClass
        case .etherType: .etherType
        case .mark: .mark
        case .inputInterface, .outputInterface: .interfaceIndex
        case .inputInterfaceName, .outputInterfaceName: .interfaceName
        case .userID: .userID
        case .groupID: .groupID
        case .trace: .integer(length: 1)
        case .networkProtocol: .networkProtocol
        case .l4Protocol: .transportProtocol
        case .packetType: .packetType
        case .unknown: .integer(length: 4)
        }
    }
}
