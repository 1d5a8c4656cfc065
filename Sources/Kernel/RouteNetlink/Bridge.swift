import Netlink

/// A switch: its ports are the links whose master it is. Times are in hundredths of a second.
public struct BridgeOptions: Hashable, Sendable {
    /// C: IFLA_BR_FORWARD_DELAY
    public var forwardDelay: UInt32?
    /// How long an entry is kept that no packet renews. C: IFLA_BR_AGEING_TIME
    public var ageingTime: UInt32?
    /// Whether it speaks the spanning tree protocol. C: IFLA_BR_STP_STATE
    public var hasSpanningTree: Bool?
    /// Whether it heeds the tags of packets. C: IFLA_BR_VLAN_FILTERING
    public var filtersVLANs: Bool?
    /// Whether it sends a multicast only where somebody asked. C: IFLA_BR_MCAST_SNOOPING
    public var snoopsMulticast: Bool?
    /// Whether bridged packets of version 4 pass iptables. C: IFLA_BR_NF_CALL_IPTABLES
    public var callsIPTables: Bool?
    /// Whether bridged packets of version 6 pass ip6tables. C: IFLA_BR_NF_CALL_IP6TABLES
    public var callsIP6Tables: Bool?
    /// The tag of packets without one; 0 is none. C: IFLA_BR_VLAN_DEFAULT_PVID
    public var defaultVLAN: UInt16?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// What is nil is left as the kernel makes it.
    public init(
        forwardDelay: UInt32? = nil, ageingTime: UInt32? = nil, hasSpanningTree: Bool? = nil,
        filtersVLANs: Bool? = nil, snoopsMulticast: Bool? = nil, defaultVLAN: UInt16? = nil
    ) {
        self.forwardDelay = forwardDelay
        self.ageingTime = ageingTime
        self.hasSpanningTree = hasSpanningTree
        self.filtersVLANs = filtersVLANs
        self.snoopsMulticast = snoopsMulticast
        self.defaultVLAN = defaultVLAN
    }

    static let kindName = "bridge"

    private enum Field {
        static let forwardDelay: UInt16 = 1
        static let ageingTime: UInt16 = 4
        static let hasSpanningTree: UInt16 = 5
        static let filtersVLANs: UInt16 = 7
        static let snoopsMulticast: UInt16 = 23
        static let callsIPTables: UInt16 = 36
        static let callsIP6Tables: UInt16 = 37
        static let defaultVLAN: UInt16 = 39
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.forwardDelay: forwardDelay = try attribute.u32()
            case Field.ageingTime: ageingTime = try attribute.u32()
            case Field.hasSpanningTree: hasSpanningTree = try attribute.u32() != 0
            case Field.filtersVLANs: filtersVLANs = try attribute.flag()
            case Field.snoopsMulticast: snoopsMulticast = try attribute.flag()
            case Field.callsIPTables: callsIPTables = try attribute.flag()
            case Field.callsIP6Tables: callsIP6Tables = try attribute.flag()
            case Field.defaultVLAN: defaultVLAN = try attribute.u16()
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        if let forwardDelay { writer.attribute(Field.forwardDelay, u32: forwardDelay) }
        if let ageingTime { writer.attribute(Field.ageingTime, u32: ageingTime) }
        if let isOn = hasSpanningTree { writer.attribute(Field.hasSpanningTree, u32: isOn ? 1 : 0) }
        if let filtersVLANs { writer.attribute(Field.filtersVLANs, flag: filtersVLANs) }
        if let snoopsMulticast { writer.attribute(Field.snoopsMulticast, flag: snoopsMulticast) }
        if let callsIPTables { writer.attribute(Field.callsIPTables, flag: callsIPTables) }
        if let callsIP6Tables { writer.attribute(Field.callsIP6Tables, flag: callsIP6Tables) }
        if let defaultVLAN { writer.attribute(Field.defaultVLAN, u16: defaultVLAN) }
        unknown.encode(into: &writer)
    }
}
