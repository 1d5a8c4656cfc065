/// A data type as `nft` numbers and names it; the kernel keeps the number for `nft` alone.
public enum FieldType: Hashable, Sendable {
    case ipv4Address, ipv6Address, etherAddress, etherType
    case transportProtocol, port, icmpType, icmpv6Type
    case mark, interfaceIndex, interfaceName, packetType
    case connectionState, connectionDirection, connectionStatus
    case addressType, boolean, networkProtocol, userID, groupID, time, trafficClass
    /// A number of this many bytes.
    case integer(length: Int)
    case unknown(id: UInt32, length: Int)

    /// `nft`'s number. C: TYPE_IPADDR …
    public var id: UInt32 {
        switch self {
        case .networkProtocol: 2
        case .integer: 4
        case .ipv4Address: 7
        case .ipv6Address: 8
        case .etherAddress: 9
        case .etherType: 10
        case .transportProtocol: 12
        case .port: 13
        case .icmpType: 14
        case .time: 18
        case .mark: 19
        case .interfaceIndex: 20
        case .trafficClass: 23
        case .userID: 24
        case .groupID: 25
        case .connectionState: 26
        case .connectionDirection: 27
        case .connectionStatus: 28
        case .icmpv6Type: 29
        case .packetType: 31
        case .addressType: 38
        case .boolean: 39
        case .interfaceName: 41
        case .unknown(let id, _): id
        }
    }

    /// The type of a number; `length` matters where the number does not tell it.
    public init(id: UInt32, length: Int) {
        let known: [FieldType] = [
            .networkProtocol, .ipv4Address, .ipv6Address, .etherAddress, .etherType,
            .transportProtocol, .port, .icmpType, .time, .mark, .interfaceIndex, .userID, .groupID,
            .connectionState, .connectionDirection, .connectionStatus, .icmpv6Type, .packetType,
            .addressType, .boolean, .interfaceName, .trafficClass,
        ]
        if id == 4 {
            self = .integer(length: length)
        } else {
            self = known.first { $0.id == id } ?? .unknown(id: id, length: length)
        }
    }

    /// How many bytes a value has, without padding.
    public var length: Int {
        switch self {
        case .transportProtocol, .icmpType, .icmpv6Type, .connectionDirection, .networkProtocol,
            .packetType:
            1
        case .port, .etherType: 2
        case .ipv4Address, .mark, .interfaceIndex, .connectionState, .connectionStatus,
            .addressType, .userID, .groupID, .trafficClass, .boolean:
            4
        case .etherAddress: 6
        case .time: 8
        case .ipv6Address, .interfaceName: 16
        case .integer(let length), .unknown(_, let length): length
        }
    }

    /// Whether values stand in network order; the others in the machine's.
    public var isNetworkOrder: Bool {
        switch self {
        case .ipv4Address, .ipv6Address, .etherAddress, .etherType, .port, .transportProtocol,
            .icmpType, .icmpv6Type:
            true
        default: false
        }
    }

    /// `nft`'s name.
    public var name: String {
        switch self {
        case .ipv4Address: "ipv4_addr"
        case .ipv6Address: "ipv6_addr"
        case .etherAddress: "ether_addr"
        case .etherType: "ether_type"
        case .transportProtocol: "inet_proto"
        case .port: "inet_service"
        case .icmpType: "icmp_type"
        case .icmpv6Type: "icmpv6_type"
        case .mark: "mark"
        case .interfaceIndex: "iface_index"
        case .interfaceName: "ifname"
        case .packetType: "pkt_type"
        case .connectionState: "ct_state"
        case .connectionDirection: "ct_dir"
        case .connectionStatus: "ct_status"
        case .addressType: "fib_addrtype"
        case .boolean: "boolean"
        case .networkProtocol: "nf_proto"
        case .userID: "uid"
        case .groupID: "gid"
        case .time: "time"
        case .trafficClass: "classid"
        case .integer: "integer"
        case .unknown(let id, _): "type-\(id)"
        }
    }
}
