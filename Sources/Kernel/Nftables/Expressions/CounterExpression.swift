import Netlink

/// Counts packets and bytes. C: nft_counter
public struct CounterExpression: ExpressionKind {
    /// The kernel's name of the step.
    public static var name: String { "counter" }

    /// How many bytes.
    public var bytes: UInt64
    /// How many packets.
    public var packets: UInt64

    /// Made of its parts.
    public init(bytes: UInt64 = 0, packets: UInt64 = 0) {
        self.bytes = bytes
        self.packets = packets
    }

    init?(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var bytes: UInt64 = 0
        var packets: UInt64 = 0
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: bytes = try attribute.be64()
            case 2: packets = try attribute.be64()
            default: break
            }
        }
        self.init(bytes: bytes, packets: packets)
    }

    /// A counter that begins at nothing has no attributes, as `nft` writes it.
    func encode(into writer: inout NetlinkWriter) {
        if bytes == 0, packets == 0 { return }
        writer.attribute(1, be64: bytes)
        writer.attribute(2, be64: packets)
    }
}
