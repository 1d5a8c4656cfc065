import Netlink
import NetworkAddress

/// Which hardware address an address on a link has. C: struct ndmsg, and NDA_…
public struct Neighbour: Hashable, Sendable {
    /// The link.
    public var link: LinkIndex
    /// The address. C: NDA_DST
    public var address: IPAddress
    /// Its hardware address. C: NDA_LLADDR
    public var mac: MACAddress?
    /// Whether it is known, asked for, or fixed.
    public var state: NeighbourState
    /// How the entry is used.
    public var flags: NeighbourFlags
    /// The kind of route that it was made for. C: ndm_type
    public var kind: UInt8 = 0
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// An entry; permanent when nothing else is said.
    public init(
        _ address: IPAddress, mac: MACAddress?, link: LinkIndex,
        state: NeighbourState = .permanent, flags: NeighbourFlags = []
    ) {
        self.address = address
        self.mac = mac
        self.link = link
        self.state = state
        self.flags = flags
    }

    private enum Field {
        static let address: UInt16 = 1
        static let mac: UInt16 = 2
    }

    /// Decodes what follows the header of a message RTM_NEWNEIGH or RTM_DELNEIGH.
    public init(decoding bytes: ArraySlice<UInt8>) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        let header = try NeighbourHeader(decoding: &reader)
        var attributes = reader.attributes()
        var address: IPAddress?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.address: address = try attribute.ipAddress()
            case Field.mac where attribute.bytes.count == 6:
                mac = MACAddress(bytes: attribute.bytes)
            default: unknown.append(RawAttribute(attribute))
            }
        }
        guard let address else { throw NetlinkDecodeError("a neighbour without an address") }
        self.address = address
        link = header.link
        state = header.state
        flags = header.flags
        kind = header.kind
    }

    /// Encodes what follows the header of the message.
    public func encode(into writer: inout NetlinkWriter) {
        NeighbourHeader(
            family: address.family.number, link: link, state: state, flags: flags, kind: kind
        ).encode(into: &writer)
        writer.attribute(Field.address, address: address)
        if let mac { writer.attribute(Field.mac, bytes: mac.bytes) }
        unknown.encode(into: &writer)
    }
}

/// What neighbours and forwarding entries begin with. C: struct ndmsg
struct NeighbourHeader {
    var family: UInt8
    var link: LinkIndex
    var state: NeighbourState = []
    var flags: NeighbourFlags = []
    var kind: UInt8 = 0
}

extension NeighbourHeader {
    init(decoding reader: inout NetlinkReader) throws(NetlinkDecodeError) {
        family = try reader.u8()
        try reader.skip(3)
        link = LinkIndex(rawValue: try reader.u32())
        state = NeighbourState(rawValue: try reader.u16())
        flags = NeighbourFlags(rawValue: try reader.u8())
        kind = try reader.u8()
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family)
        writer.append(zeros: 3)
        writer.append(u32: link.rawValue)
        writer.append(u16: state.rawValue)
        writer.append(u8: flags.rawValue)
        writer.append(u8: kind)
    }
}
