import Netlink

/// What a link is made of.
public enum LinkKind: Hashable, Sendable {
    /// One end of a pair.
    case veth
    /// A switch.
    case bridge(BridgeOptions)
    /// A link that leads nowhere.
    case dummy
    /// A link that queues what is redirected to it.
    case ifb
    /// A link that carries its packets in UDP.
    case vxlan(VXLANOptions)
    /// The packets of another link that carry a tag.
    case vlan(VLANOptions)
    /// Any other, by its name; empty for hardware and the loopback.
    case unknown(String)

    /// The name as the kernel knows it. C: IFLA_INFO_KIND
    public var name: String {
        switch self {
        case .veth: Veth.kindName
        case .bridge: BridgeOptions.kindName
        case .dummy: Dummy.kindName
        case .ifb: Ifb.kindName
        case .vxlan: VXLANOptions.kindName
        case .vlan: VLANOptions.kindName
        case .unknown(let name): name
        }
    }

    /// Whether it is a bridge, whatever its options.
    public var isBridge: Bool { if case .bridge = self { true } else { false } }

    init(name: String, data: AttributeReader?) throws(NetlinkDecodeError) {
        switch (name, data) {
        case (Veth.kindName, _): self = .veth
        case (BridgeOptions.kindName, let data?): self = .bridge(try BridgeOptions(decoding: data))
        case (BridgeOptions.kindName, nil): self = .bridge(BridgeOptions())
        case (Dummy.kindName, _): self = .dummy
        case (Ifb.kindName, _): self = .ifb
        case (VXLANOptions.kindName, let data?): self = .vxlan(try VXLANOptions(decoding: data))
        case (VLANOptions.kindName, let data?): self = .vlan(try VLANOptions(decoding: data))
        default: self = .unknown(name)
        }
    }
}
