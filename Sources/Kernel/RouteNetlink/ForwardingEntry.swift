import Netlink
import NetworkAddress

/// Where a bridge or a VXLAN sends packets to a hardware address: an entry of the FDB.
public struct ForwardingEntry: Hashable, Sendable {
    /// The bridge's port, or the VXLAN.
    public var link: LinkIndex
    /// The hardware address; zero is that of all others, in a VXLAN.
    public var mac: MACAddress
    /// The host that a VXLAN sends to. C: NDA_DST
    public var destination: IPAddress?
    /// C: NDA_VLAN
    public var vlan: UInt16?
    /// C: NDA_PORT
    public var port: Port?
    /// C: NDA_VNI
    public var networkIdentifier: UInt32?
    /// The bridge. C: NDA_MASTER
    public var master: LinkIndex?
    /// Whether it was learnt or is fixed.
    public var state: NeighbourState
    /// Whose table it is in.
    public var flags: NeighbourFlags
    /// C: ndm_type
    public var kind: UInt8 = 0
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// An entry, permanent; of a VXLAN's own table when it has a destination.
    public init(mac: MACAddress, link: LinkIndex, destination: IPAddress? = nil) {
        self.mac = mac
        self.link = link
        self.destination = destination
        state = .permanent
        flags = destination == nil ? .masterTable : .ownTable
    }

    private enum Field {
        static let destination: UInt16 = 1
        static let mac: UInt16 = 2
        static let vlan: UInt16 = 5
        static let port: UInt16 = 6
        static let networkIdentifier: UInt16 = 7
        static let master: UInt16 = 9
    }

    /// Decodes what follows the header of a message RTM_NEWNEIGH or RTM_DELNEIGH of bridges.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        let header = try NeighbourHeader(decoding: &reader)
        link = header.link
        state = header.state
        flags = header.flags
        kind = header.kind
        var found: MACAddress?
        var attributes = reader.attributes()
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.destination: destination = try attribute.ipAddress()
            case Field.mac: found = MACAddress(bytes: attribute.bytes)
            case Field.vlan: vlan = try attribute.u16()
            case Field.port: port = Port(rawValue: try attribute.be16())
            case Field.networkIdentifier: networkIdentifier = try attribute.u32()
            case Field.master: master = LinkIndex(rawValue: try attribute.u32())
            default: unknown.append(RawAttribute(attribute))
            }
        }
        guard let found else { throw NetlinkDecodeError("an entry without a hardware address") }
        mac = found
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        NeighbourHeader(
            family: SocketFamily.bridge, link: link, state: state, flags: flags, kind: kind
        ).encode(into: &writer)
        if let destination { writer.attribute(Field.destination, address: destination) }
        writer.attribute(Field.mac, bytes: mac.bytes)
        if let vlan { writer.attribute(Field.vlan, u16: vlan) }
        if let port { writer.attribute(Field.port, be16: port.rawValue) }
        if let number = networkIdentifier { writer.attribute(Field.networkIdentifier, u32: number) }
        if let master { writer.attribute(Field.master, u32: master.rawValue) }
        unknown.encode(into: &writer)
    }
}
