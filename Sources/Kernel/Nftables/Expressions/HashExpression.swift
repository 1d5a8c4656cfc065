import Netlink

/// Hashes bytes of a register. C: nft_hash
public struct HashExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "hash" }

    /// Nil for the symmetric hash.
    public var source: Register?
    /// Where the result goes.
    public var destination: Register
    /// In bytes.
    public var length: Int?
    /// Numbers are below this, before the offset.
    public var modulus: UInt32
    /// The kernel chooses one when it is nil.
    public var seed: UInt32?
    /// Added to each number.
    public var offset: UInt32?
    /// 0 is jhash, 1 symmetric. C: NFT_HASH_JENKINS
    public var type: UInt32?

    /// Made of its parts.
    public init(
        source: Register? = nil, destination: Register, length: Int? = nil, modulus: UInt32,
        seed: UInt32? = nil, offset: UInt32? = nil, type: UInt32? = nil
    ) {
        self.source = source
        self.destination = destination
        self.length = length
        self.modulus = modulus
        self.seed = seed
        self.offset = offset
        self.type = type
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var source: Register?
        var destination: Register?
        var length: Int?
        var modulus: UInt32?
        var seed: UInt32?
        var offset: UInt32?
        var type: UInt32?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: source = try attribute.register()
            case 2: destination = try attribute.register()
            case 3: length = Int(try attribute.be32())
            case 4: modulus = try attribute.be32()
            case 5: seed = try attribute.be32()
            case 6: offset = try attribute.be32()
            case 7: type = try attribute.be32()
            default: break
            }
        }
        guard let destination, let modulus else { return nil }
        self.init(
            source: source, destination: destination, length: length, modulus: modulus, seed: seed,
            offset: offset, type: type)
    }

    func encode(into writer: inout NetlinkWriter) {
        if let source { writer.attribute(1, register: source) }
        writer.attribute(2, register: destination)
        if let length { writer.attribute(3, be32: UInt32(truncatingIfNeeded: length)) }
        writer.attribute(4, be32: modulus)
        if let seed { writer.attribute(5, be32: seed) }
        if let offset { writer.attribute(6, be32: offset) }
        if let type { writer.attribute(7, be32: type) }
    }
}
