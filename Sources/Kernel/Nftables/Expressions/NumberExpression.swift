import Netlink

/// Chooses a number. C: nft_ng
public struct NumberExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "numgen" }

    /// Where the result goes.
    public var destination: Register
    /// Numbers are below this, before the offset.
    public var modulus: UInt32
    /// How numbers are chosen.
    public var kind: NumberKind
    /// Added to each number.
    public var offset: UInt32

    /// Made of its parts.
    public init(destination: Register, modulus: UInt32, kind: NumberKind, offset: UInt32 = 0) {
        self.destination = destination
        self.modulus = modulus
        self.kind = kind
        self.offset = offset
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var destination: Register?
        var modulus: UInt32?
        var kind: NumberKind?
        var offset: UInt32 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: destination = try attribute.register()
            case 2: modulus = try attribute.be32()
            case 3: kind = try attribute.be32() == 0 ? .incremental : .random
            case 4: offset = try attribute.be32()
            default: break
            }
        }
        guard let destination, let modulus, let kind else { return nil }
        self.init(destination: destination, modulus: modulus, kind: kind, offset: offset)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, register: destination)
        writer.attribute(2, be32: modulus)
        writer.attribute(3, be32: kind.code)
        writer.attribute(4, be32: offset)
    }
}
