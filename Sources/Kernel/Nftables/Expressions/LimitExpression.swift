import Netlink

/// Holds while a rate is not passed. C: nft_limit
public struct LimitExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "limit" }

    /// Packets or bytes a unit.
    public var rate: UInt64
    /// How long a unit is.
    public var unitSeconds: UInt64
    /// How many may come at once.
    public var burst: UInt32
    /// 0 counts packets, 1 bytes. C: NFT_LIMIT_PKTS
    public var type: UInt32
    /// 1 holds when the rate is passed.
    public var flags: UInt32

    /// Made of its parts.
    public init(
        rate: UInt64, unitSeconds: UInt64, burst: UInt32 = 0, type: UInt32 = 0, flags: UInt32 = 0
    ) {
        self.rate = rate
        self.unitSeconds = unitSeconds
        self.burst = burst
        self.type = type
        self.flags = flags
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var rate: UInt64?
        var unitSeconds: UInt64?
        var burst: UInt32 = 0
        var type: UInt32 = 0
        var flags: UInt32 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: rate = try attribute.be64()
            case 2: unitSeconds = try attribute.be64()
            case 3: burst = try attribute.be32()
            case 4: type = try attribute.be32()
            case 5: flags = try attribute.be32()
            default: break
            }
        }
        guard let rate, let unitSeconds else { return nil }
        self.init(rate: rate, unitSeconds: unitSeconds, burst: burst, type: type, flags: flags)
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(1, be64: rate)
        writer.attribute(2, be64: unitSeconds)
        if burst != 0 { writer.attribute(3, be32: burst) }
        writer.attribute(4, be32: type)
        writer.attribute(5, be32: flags)
    }
}
