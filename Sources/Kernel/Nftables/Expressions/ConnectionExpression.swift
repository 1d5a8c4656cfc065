import Netlink

/// Loads or sets what the connection's entry says. C: nft_ct
public struct ConnectionExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "ct" }

    /// What is loaded or set.
    public var key: ConnectionKey
    /// Which of the two directions, where it matters.
    public var direction: ConnectionDirection?
    /// From or to which register.
    public var use: RegisterUse

    /// Made of its parts.
    public init(
        _ key: ConnectionKey, direction: ConnectionDirection? = nil, _ use: RegisterUse
    ) {
        self.key = key
        self.direction = direction
        self.use = use
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var key: ConnectionKey?
        var direction: ConnectionDirection?
        var use: RegisterUse?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: use = .load(try attribute.register())
            case 2: key = ConnectionKey(code: try attribute.be32())
            case 3: direction = ConnectionDirection(code: try attribute.u8())
            case 4: use = .set(try attribute.register())
            default: break
            }
        }
        guard let key, let use else { return nil }
        self.init(key, direction: direction, use)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(2, be32: key.code)
        if case .load(let register) = use { writer.attribute(1, register: register) }
        if let direction { writer.attribute(3, u8: direction.code) }
        if case .set(let register) = use { writer.attribute(4, register: register) }
    }
}
