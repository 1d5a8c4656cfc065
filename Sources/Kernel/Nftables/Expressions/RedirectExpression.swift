import Netlink

/// Sends to this machine. C: nft_redir
public struct RedirectExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "redir" }

    /// The lowest port.
    public var port: Register?
    /// The highest port.
    public var lastPort: Register?
    /// How the translation is done.
    public var flags: NATFlags?

    /// Made of its parts.
    public init(port: Register? = nil, lastPort: Register? = nil, flags: NATFlags? = nil) {
        self.port = port
        self.lastPort = lastPort
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var port: Register?
        var lastPort: Register?
        var flags: NATFlags?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: port = try attribute.register()
            case 2: lastPort = try attribute.register()
            case 3: flags = NATFlags(rawValue: try attribute.be32())
            default: break
            }
        }
        self.init(port: port, lastPort: lastPort, flags: flags)
    }

    func encode(into writer: inout NetlinkWriter) {
        if let port { writer.attribute(1, register: port) }
        if let lastPort { writer.attribute(2, register: lastPort) }
        if let flags { writer.attribute(3, be32: flags.rawValue) }
    }
}
