import Netlink
import NetworkAddress

/// A link that carries its packets in UDP to other hosts.
public struct VXLANOptions: Hashable, Sendable {
    /// The network identifier, of 24 bits. C: IFLA_VXLAN_ID
    public var id: UInt32
    /// The link it sends by. C: IFLA_VXLAN_LINK
    public var link: LinkIndex?
    /// The address it sends from. C: IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6
    public var local: IPAddress?
    /// Where packets go that no entry knows. C: IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6
    public var group: IPAddress?
    /// The time to live of the outer packets; 0 takes the route's. C: IFLA_VXLAN_TTL
    public var ttl: UInt8?
    /// Whether it learns senders from packets. C: IFLA_VXLAN_LEARNING
    public var isLearning: Bool?
    /// The port of the outer packets. C: IFLA_VXLAN_PORT
    public var port: Port?
    /// Whether outer packets carry a checksum. C: IFLA_VXLAN_UDP_CSUM
    public var hasChecksum: Bool?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A network.
    public init(
        id: UInt32, link: LinkIndex? = nil, local: IPAddress? = nil, port: Port? = nil,
        isLearning: Bool? = nil
    ) {
        self.id = id
        self.link = link
        self.local = local
        self.port = port
        self.isLearning = isLearning
    }

    static let kindName = "vxlan"

    private enum Field {
        static let id: UInt16 = 1
        static let group: UInt16 = 2
        static let link: UInt16 = 3
        static let local: UInt16 = 4
        static let ttl: UInt16 = 5
        static let isLearning: UInt16 = 7
        static let port: UInt16 = 15
        static let group6: UInt16 = 16
        static let local6: UInt16 = 17
        static let hasChecksum: UInt16 = 18
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        id = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.id: id = try attribute.u32()
            case Field.group, Field.group6: group = try attribute.ipAddress()
            case Field.link: link = LinkIndex(rawValue: try attribute.u32())
            case Field.local, Field.local6: local = try attribute.ipAddress()
            case Field.ttl: ttl = try attribute.u8()
            case Field.isLearning: isLearning = try attribute.flag()
            case Field.port: port = Port(rawValue: try attribute.be16())
            case Field.hasChecksum: hasChecksum = try attribute.flag()
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(Field.id, u32: id)
        if let group {
            let field = group.family == .ipv4 ? Field.group : Field.group6
            writer.attribute(field, address: group)
        }
        if let link { writer.attribute(Field.link, u32: link.rawValue) }
        if let local {
            let field = local.family == .ipv4 ? Field.local : Field.local6
            writer.attribute(field, address: local)
        }
        if let ttl { writer.attribute(Field.ttl, u8: ttl) }
        if let isLearning { writer.attribute(Field.isLearning, flag: isLearning) }
        if let port { writer.attribute(Field.port, be16: port.rawValue) }
        if let hasChecksum { writer.attribute(Field.hasChecksum, flag: hasChecksum) }
        unknown.encode(into: &writer)
    }
}
