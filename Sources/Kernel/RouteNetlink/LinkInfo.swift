import Netlink

/// What kind a link is, with its options. C: IFLA_LINKINFO
public struct LinkInfo: Hashable, Sendable {
    /// The kind. C: IFLA_INFO_KIND, IFLA_INFO_DATA
    public var kind: LinkKind
    /// The other end that a new veth gets. C: VETH_INFO_PEER
    public var peer: VethPeer?
    /// What it is a part of, such as `bridge`. C: IFLA_INFO_SLAVE_KIND
    public var partKind: String?
    /// Its options as the port of a bridge. C: IFLA_INFO_SLAVE_DATA
    public var port: BridgePortOptions?
    /// The options of a kind that this room doesn't know.
    public var data: RawAttribute?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A kind.
    public init(kind: LinkKind, peer: VethPeer? = nil) {
        self.kind = kind
        self.peer = peer
    }

    private enum Field {
        static let kind: UInt16 = 1
        static let data: UInt16 = 2
        static let partKind: UInt16 = 4
        static let partData: UInt16 = 5
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var name = ""
        var data: Attribute?
        var partData: Attribute?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.kind: name = attribute.string()
            case Field.data: data = attribute
            case Field.partKind: partKind = attribute.string()
            case Field.partData: partData = attribute
            default: unknown.append(RawAttribute(attribute))
            }
        }
        kind = try LinkKind(name: name, data: data?.nested())
        switch kind {
        case .veth: if let data { peer = try VethPeer(decodingOptions: data.nested()) }
        case .dummy, .ifb, .unknown: self.data = data.map(RawAttribute.init)
        case .bridge, .vxlan, .vlan: break
        }
        guard let partData else { return }
        // The kernel tells the part's kind; `ip link set … type bridge_slave` tells this one.
        if partKind == BridgeOptions.kindName || name == "bridge_slave" {
            port = try BridgePortOptions(decoding: partData.nested())
        } else {
            unknown.append(RawAttribute(partData))
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        if !kind.name.isEmpty { writer.attribute(Field.kind, string: kind.name) }
        switch kind {
        case .veth: if let peer { writer.nested(Field.data) { peer.encode(into: &$0) } }
        case .bridge(let options): writer.nested(Field.data) { options.encode(into: &$0) }
        case .vxlan(let options): writer.nested(Field.data) { options.encode(into: &$0) }
        case .vlan(let options): writer.nested(Field.data) { options.encode(into: &$0) }
        case .dummy, .ifb, .unknown: data?.encode(into: &writer)
        }
        if let partKind { writer.attribute(Field.partKind, string: partKind) }
        if let port { writer.nested(Field.partData) { port.encode(into: &$0) } }
        unknown.encode(into: &writer)
    }
}
