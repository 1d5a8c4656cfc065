import Netlink

/// The packets of another link (`lower`) that carry a tag.
public struct VLANOptions: Hashable, Sendable {
    /// The tag, from 1 to 4094. C: IFLA_VLAN_ID
    public var id: UInt16
    /// The protocol of the tag, 0x8100 when it isn't said. C: IFLA_VLAN_PROTOCOL
    public var etherType: UInt16?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// The packets of a tag.
    public init(id: UInt16, etherType: UInt16? = nil) {
        self.id = id
        self.etherType = etherType
    }

    static let kindName = "vlan"

    private enum Field {
        static let id: UInt16 = 1
        static let etherType: UInt16 = 5
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        id = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.id: id = try attribute.u16()
            case Field.etherType: etherType = try attribute.be16()
            default: unknown.append(RawAttribute(attribute))
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(Field.id, u16: id)
        if let etherType { writer.attribute(Field.etherType, be16: etherType) }
        unknown.encode(into: &writer)
    }
}
