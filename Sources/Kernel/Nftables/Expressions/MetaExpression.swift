import Netlink

/// Whether a register is filled from the packet or the packet changed from a register.
public enum RegisterUse: Hashable, Sendable {
    case load(Register)
    case set(Register)
}

/// Loads or sets what the kernel knows beside the packet's bytes. C: nft_meta
public struct MetaExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "meta" }

    /// What is loaded or set.
    public var key: MetaKey
    /// From or to which register.
    public var use: RegisterUse

    /// Made of its parts.
    public init(_ key: MetaKey, _ use: RegisterUse) {
        self.key = key
        self.use = use
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var key: MetaKey?
        var use: RegisterUse?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: use = .load(try attribute.register())
            case 2: key = MetaKey(code: try attribute.be32())
            case 3: use = .set(try attribute.register())
            default: break
            }
        }
        guard let key, let use else { return nil }
        self.init(key, use)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(2, be32: key.code)
        switch use {
        case .load(let register): writer.attribute(1, register: register)
        case .set(let register): writer.attribute(3, register: register)
        }
    }
}
