/// The header that every nfnetlink message begins with. C: struct nfgenmsg
public struct NetfilterHeader: Hashable, Sendable {
    /// The address family, as the subsystem counts them.
    public var family: UInt8
    /// What the subsystem says; nftables and conntrack leave it 0, batches name a subsystem.
    public var resource: UInt16

    /// The header's length in bytes.
    public static let length = 4

    /// Made of its parts.
    @inlinable
    public init(family: UInt8, resource: UInt16 = 0) {
        self.family = family
        self.resource = resource
    }

    /// Reads the header.
    public init(decoding reader: inout NetlinkReader) throws(NetlinkDecodeError) {
        family = try reader.u8()
        _ = try reader.u8()
        resource = try reader.be16()
    }

    /// Writes the header.
    @inlinable
    public func encode(into writer: inout NetlinkWriter) {
        writer.append(u8: family)
        writer.append(u8: 0)
        writer.append(be16: resource)
    }
}

/// The subsystems of nfnetlink: the upper byte of a message's type. C: NFNL_SUBSYS_…
public enum NetfilterSubsystem {
    /// C: NFNL_SUBSYS_CTNETLINK
    public static let conntrack: UInt16 = 1
    /// C: NFNL_SUBSYS_NFTABLES
    public static let nftables: UInt16 = 10
}
