import Netlink

/// Holds until so many bytes have passed. C: nft_quota
public struct QuotaExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "quota" }

    /// How many bytes.
    public var bytes: UInt64
    /// How many of them have passed.
    public var consumed: UInt64
    /// 1 holds when the bytes have passed.
    public var flags: UInt32

    /// Made of its parts.
    public init(bytes: UInt64, consumed: UInt64 = 0, flags: UInt32 = 0) {
        self.bytes = bytes
        self.consumed = consumed
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var bytes: UInt64?
        var consumed: UInt64 = 0
        var flags: UInt32 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: bytes = try attribute.be64()
            case 4: consumed = try attribute.be64()
            case 2: flags = try attribute.be32()
            default: break
            }
        }
        guard let bytes else { return nil }
        self.init(bytes: bytes, consumed: consumed, flags: flags)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, be64: bytes)
        writer.attribute(4, be64: consumed)
        writer.attribute(2, be32: flags)
    }
}
