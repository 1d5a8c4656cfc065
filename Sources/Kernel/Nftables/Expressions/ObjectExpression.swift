import Netlink

/// Uses a named object. C: nft_objref
public struct ObjectExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "objref" }

    /// 1 is a counter. C: NFT_OBJECT_COUNTER
    public var type: UInt32
    /// The object's name.
    public var object: String

    /// Made of its parts.
    public init(type: UInt32, object: String) {
        self.type = type
        self.object = object
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var type: UInt32?
        var object: String?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: type = try attribute.be32()
            case 2: object = attribute.string()
            default: return nil
            }
        }
        guard let type, let object else { return nil }
        self.init(type: type, object: object)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, be32: type)
        writer.attribute(2, string: object)
    }
}
