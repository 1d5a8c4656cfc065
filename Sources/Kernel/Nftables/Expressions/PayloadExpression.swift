import Netlink

/// Loads bytes of a header. C: nft_payload
public struct PayloadExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "payload" }

    /// Where the result goes.
    public var destination: Register
    /// From where the offset counts.
    public var base: PayloadBase
    /// From the base, in bytes.
    public var offset: Int
    /// In bytes.
    public var length: Int

    /// Made of its parts.
    public init(destination: Register, base: PayloadBase, offset: Int, length: Int) {
        self.destination = destination
        self.base = base
        self.offset = offset
        self.length = length
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var destination: Register?
        var base: PayloadBase?
        var offset: Int?
        var length: Int?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: destination = try attribute.register()
            case 2: base = PayloadBase(code: try attribute.be32())
            case 3: offset = Int(try attribute.be32())
            case 4: length = Int(try attribute.be32())
            default: return nil
            }
        }
        guard let destination, let base, let offset, let length else { return nil }
        self.init(destination: destination, base: base, offset: offset, length: length)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: destination)
        writer.attribute(2, be32: base.code)
        writer.attribute(3, be32: UInt32(truncatingIfNeeded: offset))
        writer.attribute(4, be32: UInt32(truncatingIfNeeded: length))
    }
}
