import Netlink

/// The messages of nf_tables. C: NFT_MSG_…
enum NftablesMessage: UInt16 {
    case newTable = 0
    case getTable, deleteTable, newChain, getChain, deleteChain, newRule, getRule, deleteRule
    case newSet, getSet, deleteSet, newElement, getElement, deleteElement, newGeneration
    case getGeneration

    /// The type with the subsystem in its upper byte.
    var type: UInt16 { NetfilterSubsystem.nftables << 8 | rawValue }

    init?(type: UInt16) {
        guard type >> 8 == NetfilterSubsystem.nftables else { return nil }
        self.init(rawValue: type & 0xff)
    }
}

/// Around every batch. C: NFNL_MSG_BATCH_BEGIN
enum BatchMessage {
    static let begin: UInt16 = 0x10
    static let end: UInt16 = 0x11
    /// C: NFNL_BATCH_GENID
    static let generation: UInt16 = 1
}
