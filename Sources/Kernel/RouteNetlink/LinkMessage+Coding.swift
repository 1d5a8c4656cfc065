import Netlink
import NetworkAddress

extension LinkMessage {
    private enum Field {
        static let address: UInt16 = 1
        static let name: UInt16 = 3
        static let mtu: UInt16 = 4
        static let lower: UInt16 = 5
        static let master: UInt16 = 10
        static let port: UInt16 = 12
        static let transmitQueueLength: UInt16 = 13
        static let operationalState: UInt16 = 16
        static let info: UInt16 = 18
        static let namespacePID: UInt16 = 19
        static let alias: UInt16 = 20
        static let families: UInt16 = 26
        static let group: UInt16 = 27
        static let namespaceDescriptor: UInt16 = 28
        static let extensionMask: UInt16 = 29
        static let promiscuity: UInt16 = 30
        static let transmitQueues: UInt16 = 31
        static let receiveQueues: UInt16 = 32
        static let lowerNamespaceID: UInt16 = 37
    }

    /// Decodes what follows the header of a message RTM_NEWLINK, RTM_DELLINK or RTM_SETLINK.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        family = try reader.u8()
        try reader.skip(1)
        hardwareType = try reader.u16()
        index = LinkIndex(rawValue: try reader.u32())
        flags = LinkFlags(rawValue: try reader.u32())
        changedFlags = LinkFlags(rawValue: try reader.u32())
        var attributes = reader.attributes()
        while let attribute = try attributes.next() { try decode(attribute) }
    }

    private mutating func decode(_ attribute: Attribute) throws(NetlinkDecodeError) {
        switch attribute.type {
        case Field.address: hardwareAddress = Array(attribute.bytes)
        case Field.name: name = attribute.string()
        case Field.mtu: mtu = try attribute.u32()
        case Field.lower: lower = LinkIndex(rawValue: try attribute.u32())
        case Field.master: master = LinkIndex(rawValue: try attribute.u32())
        case Field.port where family == SocketFamily.bridge:
            port = try BridgePortOptions(decoding: attribute.nested())
        case Field.transmitQueueLength: transmitQueueLength = try attribute.u32()
        case Field.operationalState:
            operationalState = OperationalState(rawValue: try attribute.u8())
        case Field.info: info = try LinkInfo(decoding: attribute.nested())
        case Field.namespacePID: namespacePID = try attribute.u32()
        case Field.alias: alias = attribute.string()
        case Field.families where family == SocketFamily.bridge:
            vlans = try BridgeVLAN.decode(attribute, unknown: &unknown)
        case Field.group: group = try attribute.u32()
        case Field.namespaceDescriptor: namespaceDescriptor = try attribute.i32()
        case Field.extensionMask: extensionMask = try attribute.u32()
        case Field.promiscuity: promiscuity = try attribute.u32()
        case Field.transmitQueues: transmitQueues = try attribute.u32()
        case Field.receiveQueues: receiveQueues = try attribute.u32()
        case Field.lowerNamespaceID: lowerNamespaceID = try attribute.i32()
        default: unknown.append(RawAttribute(attribute))
        }
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family)
        writer.append(u8: 0)
        writer.append(u16: hardwareType)
        writer.append(u32: index.rawValue)
        writer.append(u32: flags.rawValue)
        writer.append(u32: changedFlags.rawValue)
        if let hardwareAddress { writer.attribute(Field.address, bytes: hardwareAddress) }
        if let name { writer.attribute(Field.name, string: name) }
        if let mtu { writer.attribute(Field.mtu, u32: mtu) }
        if let lower { writer.attribute(Field.lower, u32: lower.rawValue) }
        if let master { writer.attribute(Field.master, u32: master.rawValue) }
        if let port { writer.nested(Field.port) { port.encode(into: &$0) } }
        if let length = transmitQueueLength {
            writer.attribute(Field.transmitQueueLength, u32: length)
        }
        if let state = operationalState {
            writer.attribute(Field.operationalState, u8: state.rawValue)
        }
        if let info { writer.nested(Field.info) { info.encode(into: &$0) } }
        if let namespacePID { writer.attribute(Field.namespacePID, u32: namespacePID) }
        if let alias { writer.attribute(Field.alias, string: alias) }
        encodeFamilies(into: &writer)
        if let group { writer.attribute(Field.group, u32: group) }
        if let number = namespaceDescriptor {
            writer.attribute(Field.namespaceDescriptor, i32: number)
        }
        if let extensionMask { writer.attribute(Field.extensionMask, u32: extensionMask) }
        if let promiscuity { writer.attribute(Field.promiscuity, u32: promiscuity) }
        if let transmitQueues { writer.attribute(Field.transmitQueues, u32: transmitQueues) }
        if let receiveQueues { writer.attribute(Field.receiveQueues, u32: receiveQueues) }
        if let number = lowerNamespaceID { writer.attribute(Field.lowerNamespaceID, i32: number) }
        unknown.encode(into: &writer)
    }

    private func encodeFamilies(into writer: inout NetlinkWriter) {
        if let vlans {
            writer.nested(Field.families) { for vlan in vlans { vlan.encode(into: &$0) } }
        } else if addressGeneration != nil || announcesIPv4 != nil {
            writer.nested(Field.families) { families in
                if let announcesIPv4 {
                    families.nested(UInt16(SocketFamily.ipv4)) {
                        // C: IFLA_INET_CONF, IPV4_DEVCONF_ARP_NOTIFY
                        $0.nested(1) { $0.attribute(22, u32: announcesIPv4 ? 1 : 0) }
                    }
                }
                if let addressGeneration {
                    families.nested(UInt16(SocketFamily.ipv6)) {
                        // C: IFLA_INET6_ADDR_GEN_MODE
                        $0.attribute(8, u8: addressGeneration.rawValue)
                    }
                }
            }
        }
    }
}
