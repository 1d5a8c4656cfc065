import Netlink

/// Translates addresses and ports that registers hold. C: nft_nat
public struct NATExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "nat" }

    /// 0 translates the source, 1 the destination. C: NFT_NAT_SNAT
    public var type: UInt32
    /// C: NFPROTO_…
    public var family: UInt32
    /// The lowest address.
    public var address: Register?
    /// The highest address.
    public var lastAddress: Register?
    /// The lowest port.
    public var port: Register?
    /// The highest port.
    public var lastPort: Register?
    /// How the translation is done.
    public var flags: NATFlags?

    /// Made of its parts.
    public init(
        type: UInt32, family: UInt32, address: Register? = nil, lastAddress: Register? = nil,
        port: Register? = nil, lastPort: Register? = nil, flags: NATFlags? = nil
    ) {
        self.type = type
        self.family = family
        self.address = address
        self.lastAddress = lastAddress
        self.port = port
        self.lastPort = lastPort
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var type: UInt32?
        var family: UInt32?
        var address: Register?
        var lastAddress: Register?
        var port: Register?
        var lastPort: Register?
        var flags: NATFlags?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: type = try attribute.be32()
            case 2: family = try attribute.be32()
            case 3: address = try attribute.register()
            case 4: lastAddress = try attribute.register()
            case 5: port = try attribute.register()
            case 6: lastPort = try attribute.register()
            case 7: flags = NATFlags(rawValue: try attribute.be32())
            default: break
            }
        }
        guard let type, let family else { return nil }
        self.init(
            type: type, family: family, address: address, lastAddress: lastAddress, port: port,
            lastPort: lastPort, flags: flags)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, be32: type)
        writer.attribute(2, be32: family)
        if let address { writer.attribute(3, register: address) }
        if let lastAddress { writer.attribute(4, register: lastAddress) }
        if let port { writer.attribute(5, register: port) }
        if let lastPort { writer.attribute(6, register: lastPort) }
        if let flags { writer.attribute(7, be32: flags.rawValue) }
    }
}
