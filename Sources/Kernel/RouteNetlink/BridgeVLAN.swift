import Netlink

/// A tag that a bridge's port takes. C: struct bridge_vlan_info
public struct BridgeVLAN: Hashable, Sendable {
    /// How the port takes the tag; unknown bits are kept.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits as they stand in the message.
        public let rawValue: UInt16

        /// The flags of these bits.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// For the bridge itself. C: BRIDGE_VLAN_INFO_MASTER
        public static let master = Flags(rawValue: 0x1)
        /// What packets without a tag get. C: BRIDGE_VLAN_INFO_PVID
        public static let pvid = Flags(rawValue: 0x2)
        /// Packets leave without the tag. C: BRIDGE_VLAN_INFO_UNTAGGED
        public static let untagged = Flags(rawValue: 0x4)
        /// The first of a range. C: BRIDGE_VLAN_INFO_RANGE_BEGIN
        public static let rangeBegin = Flags(rawValue: 0x8)
        /// The last of a range. C: BRIDGE_VLAN_INFO_RANGE_END
        public static let rangeEnd = Flags(rawValue: 0x10)
    }

    /// The tag, from 1 to 4094.
    public var id: UInt16
    /// How it is taken.
    public var flags: Flags

    /// A tag at a port.
    public init(id: UInt16, flags: Flags = []) {
        self.id = id
        self.flags = flags
    }

    /// C: IFLA_BRIDGE_VLAN_INFO
    private static let field: UInt16 = 2
    /// C: IFLA_AF_SPEC
    private static let families: UInt16 = 26

    /// Decodes the tags; nil, and the attribute as it is kept, when it holds something else, too.
    static func decode(
        _ attribute: Attribute, unknown: inout [RawAttribute]
    ) throws(NetlinkDecodeError) -> [BridgeVLAN]? {
        var vlans: [BridgeVLAN] = []
        var attributes = attribute.nested()
        while let inner = try attributes.next() {
            guard inner.type == field, inner.bytes.count == 4 else {
                unknown.append(RawAttribute(attribute))
                return nil
            }
            var reader = NetlinkReader(inner.bytes)
            let flags = Flags(rawValue: try reader.u16())
            vlans.append(BridgeVLAN(id: try reader.u16(), flags: flags))
        }
        return vlans
    }

    func encode(into writer: inout NetlinkWriter) {
        var bytes = NetlinkWriter(capacity: 4)
        bytes.append(u16: flags.rawValue)
        bytes.append(u16: id)
        writer.attribute(Self.field, bytes: bytes.bytes)
    }
}
