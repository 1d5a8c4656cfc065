import NetworkAddress
import ServiceModel

/// What one synchronisation of one family did.
public struct SyncReport: Sendable {
    /// The family.
    public var family: AddressFamily
    /// Whether the table was read first.
    public var isFull = false
    /// Whether what others did to elements was put right without reading the table.
    public var isRepair = false
    /// How many bytes went to the kernel; 0 when there was nothing to change.
    public var byteCount = 0
    /// How many elements were added.
    public var addedElements = 0
    /// How many elements were deleted.
    public var deletedElements = 0
    /// How many chains were made, rewritten or deleted.
    public var changedChains = 0
    /// Targets that the table had when it was read or repaired, and that nobody has any more.
    public var formerTargets: Set<Frontend.Target> = []

    /// A report of nothing done.
    public init(family: AddressFamily) {
        self.family = family
    }

    mutating func count(_ transaction: TableTransaction, _ bytes: Int) {
        byteCount += bytes
        addedElements += transaction.addedCount
        deletedElements += transaction.difference.deleted.count
        changedChains +=
            transaction.newChains.count + transaction.rewrittenChains.count
            + transaction.obsoleteChains.count
    }
}
