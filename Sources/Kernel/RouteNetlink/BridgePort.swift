import Netlink

/// What a bridge does at one of its ports. C: IFLA_BRPORT_…
public struct BridgePortOptions: Hashable, Sendable {
    /// Where the spanning tree has it; 3 forwards. C: IFLA_BRPORT_STATE
    public var state: UInt8?
    /// Whether packets may leave by where they came: a pod that reaches itself through its
    /// Service needs it. C: IFLA_BRPORT_MODE
    public var isHairpin: Bool?
    /// Whether the bridge learns senders here. C: IFLA_BRPORT_LEARNING
    public var isLearning: Bool?
    /// Whether packets to nobody known leave here. C: IFLA_BRPORT_UNICAST_FLOOD
    public var floodsUnicast: Bool?
    /// C: IFLA_BRPORT_MCAST_FLOOD
    public var floodsMulticast: Bool?
    /// C: IFLA_BRPORT_BCAST_FLOOD
    public var floodsBroadcast: Bool?
    /// Whether it answers for neighbours that it knows. C: IFLA_BRPORT_NEIGH_SUPPRESS
    public var suppressesNeighbours: Bool?
    /// Whether it reaches only ports that are not isolated. C: IFLA_BRPORT_ISOLATED
    public var isIsolated: Bool?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// What is nil is left as it is.
    public init(
        isHairpin: Bool? = nil, isLearning: Bool? = nil, floodsUnicast: Bool? = nil,
        isIsolated: Bool? = nil
    ) {
        self.isHairpin = isHairpin
        self.isLearning = isLearning
        self.floodsUnicast = floodsUnicast
        self.isIsolated = isIsolated
    }

    private enum Field {
        static let state: UInt16 = 1
        static let isHairpin: UInt16 = 4
        static let isLearning: UInt16 = 8
        static let floodsUnicast: UInt16 = 9
        static let floodsMulticast: UInt16 = 27
        static let floodsBroadcast: UInt16 = 30
        static let suppressesNeighbours: UInt16 = 32
        static let isIsolated: UInt16 = 33
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.state: state = try attribute.u8()
            case Field.isHairpin: isHairpin = try attribute.flag()
            case Field.isLearning: isLearning = try attribute.flag()
            case Field.floodsUnicast: floodsUnicast = try attribute.flag()
            case Field.floodsMulticast: floodsMulticast = try attribute.flag()
            case Field.floodsBroadcast: floodsBroadcast = try attribute.flag()
            case Field.suppressesNeighbours: suppressesNeighbours = try attribute.flag()
            case Field.isIsolated: isIsolated = try attribute.flag()
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        if let state { writer.attribute(Field.state, u8: state) }
        if let isHairpin { writer.attribute(Field.isHairpin, flag: isHairpin) }
        if let isLearning { writer.attribute(Field.isLearning, flag: isLearning) }
        if let floodsUnicast { writer.attribute(Field.floodsUnicast, flag: floodsUnicast) }
        if let floodsMulticast { writer.attribute(Field.floodsMulticast, flag: floodsMulticast) }
        if let floodsBroadcast { writer.attribute(Field.floodsBroadcast, flag: floodsBroadcast) }
        if let isOn = suppressesNeighbours {
            writer.attribute(Field.suppressesNeighbours, flag: isOn)
        }
        if let isIsolated { writer.attribute(Field.isIsolated, flag: isIsolated) }
        unknown.encode(into: &writer)
    }
}
