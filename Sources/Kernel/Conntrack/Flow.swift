/// A connection that the kernel tracks.
public struct Flow: Hashable, Sendable {
    /// As the first packet came.
    public var original: FlowTuple
    /// As answers come; differs where addresses or ports are translated.
    public var reply: FlowTuple
    /// What is known of it.
    public var status: FlowStatus
    /// The connection's mark.
    public var mark: UInt32
    /// What is left until the entry goes, if nothing more is seen.
    public var timeoutSeconds: UInt32
    /// 0 unless zones are used.
    public var zone: UInt16
    /// Tells this flow from a later one with the same tuples. C: CTA_ID
    public var id: UInt32?
    /// C: CTA_PROTOINFO_TCP_STATE
    public var tcpState: UInt8?
    /// Counted only if `nf_conntrack_acct` is on.
    public var originalTraffic: FlowTraffic?
    /// Counted only if `nf_conntrack_acct` is on.
    public var replyTraffic: FlowTraffic?

    /// Made of its parts.
    public init(
        original: FlowTuple, reply: FlowTuple, status: FlowStatus = [], mark: UInt32 = 0,
        timeoutSeconds: UInt32 = 0, zone: UInt16 = 0, id: UInt32? = nil
    ) {
        self.original = original
        self.reply = reply
        self.status = status
        self.mark = mark
        self.timeoutSeconds = timeoutSeconds
        self.zone = zone
        self.id = id
    }
}

/// Packets and bytes of one direction.
public struct FlowTraffic: Hashable, Sendable {
    /// How many packets.
    public var packets: UInt64
    /// How many bytes.
    public var bytes: UInt64

    /// Made of its parts.
    public init(packets: UInt64, bytes: UInt64) {
        self.packets = packets
        self.bytes = bytes
    }
}

/// What is known of a flow; unknown bits are kept. C: IPS_…
public struct FlowStatus: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Another connection announced it. C: IPS_EXPECTED
    public static let expected = FlowStatus(rawValue: 1)
    /// An answer came. C: IPS_SEEN_REPLY
    public static let seenReply = FlowStatus(rawValue: 2)
    /// Not to be dropped early. C: IPS_ASSURED
    public static let assured = FlowStatus(rawValue: 4)
    /// Its first packet has left. C: IPS_CONFIRMED
    public static let confirmed = FlowStatus(rawValue: 8)
    /// The source is translated. C: IPS_SRC_NAT
    public static let sourceNAT = FlowStatus(rawValue: 16)
    /// The destination is translated. C: IPS_DST_NAT
    public static let destinationNAT = FlowStatus(rawValue: 32)
    /// It is being removed. C: IPS_DYING
    public static let dying = FlowStatus(rawValue: 512)
}
