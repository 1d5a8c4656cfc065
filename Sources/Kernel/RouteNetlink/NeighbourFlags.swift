/// What is known of a neighbour; unknown bits are kept.
public struct NeighbourState: OptionSet, Hashable, Sendable {
    /// The bits of ndm_state.
    public let rawValue: UInt16

    /// The state of these bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Asked for. C: NUD_INCOMPLETE
    public static let incomplete = NeighbourState(rawValue: 0x1)
    /// It answered lately. C: NUD_REACHABLE
    public static let reachable = NeighbourState(rawValue: 0x2)
    /// It answered once. C: NUD_STALE
    public static let stale = NeighbourState(rawValue: 0x4)
    /// About to be asked again. C: NUD_DELAY
    public static let delay = NeighbourState(rawValue: 0x8)
    /// Asked again. C: NUD_PROBE
    public static let probe = NeighbourState(rawValue: 0x10)
    /// It didn't answer. C: NUD_FAILED
    public static let failed = NeighbourState(rawValue: 0x20)
    /// Nobody is asked. C: NUD_NOARP
    public static let noARP = NeighbourState(rawValue: 0x40)
    /// As somebody said, for ever. C: NUD_PERMANENT
    public static let permanent = NeighbourState(rawValue: 0x80)
}

/// How an entry is used; unknown bits are kept.
public struct NeighbourFlags: OptionSet, Hashable, Sendable {
    /// The bits of ndm_flags.
    public let rawValue: UInt8

    /// The flags of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The link's own table: a VXLAN's hosts. C: NTF_SELF
    public static let ownTable = NeighbourFlags(rawValue: 0x2)
    /// The table of the bridge that the link is a port of. C: NTF_MASTER
    public static let masterTable = NeighbourFlags(rawValue: 0x4)
    /// This host answers for it. C: NTF_PROXY
    public static let proxy = NeighbourFlags(rawValue: 0x8)
    /// Somebody else learnt it. C: NTF_EXT_LEARNED
    public static let externallyLearned = NeighbourFlags(rawValue: 0x10)
    /// It is a router. C: NTF_ROUTER
    public static let router = NeighbourFlags(rawValue: 0x80)
}
