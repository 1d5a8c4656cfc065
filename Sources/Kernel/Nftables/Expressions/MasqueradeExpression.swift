import Netlink

/// Takes the outgoing device's address as source. C: nft_masq
public struct MasqueradeExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "masq" }

    /// How the translation is done.
    public var flags: NATFlags?
    /// The lowest port.
    public var port: Register?
    /// The highest port.
    public var lastPort: Register?

    /// Made of its parts.
    public init(flags: NATFlags? = nil, port: Register? = nil, lastPort: Register? = nil) {
        self.flags = flags
        self.port = port
        self.lastPort = lastPort
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var flags: NATFlags?
        var port: Register?
        var lastPort: Register?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: flags = NATFlags(rawValue: try attribute.be32())
            case 2: port = try attribute.register()
            case 3: lastPort = try attribute.register()
            default: break
            }
        }
        self.init(flags: flags, port: port, lastPort: lastPort)
    }

    func encode(into writer: inout NetlinkWriter) {
        if let flags { writer.attribute(1, be32: flags.rawValue) }
        if let port { writer.attribute(2, register: port) }
        if let lastPort { writer.attribute(3, register: lastPort) }
    }
}
