import GRDB
import ObjectStore

/// Where a store is, as one snapshot of its file sees it.
struct StoreState {
    /// The last commit.
    var revision: Revision
    /// The oldest revision that can be read.
    var compacted: Revision
    /// The last row that compaction has looked at.
    var swept: RowNumber

    /// Reads it.
    init(_ db: Database) throws {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: StoreSchema.state)) else {
            throw StoreError.corrupt("the store's table of history is empty")
        }
        compacted = try row.revision(0)
        swept = RowNumber(rawValue: try row.integer(1))
        // The row of the last commit may be forgotten already.
        let last = row.hasNull(atIndex: 2) ? 0 : try row.integer(2)
        revision = max(compacted, RowNumber(rawValue: last).revision)
    }

    /// Whether a revision can be read.
    func check(_ revision: Revision) throws {
        if revision < compacted { throw StoreError.compacted(oldest: compacted) }
        if revision > self.revision { throw StoreError.future(current: self.revision) }
    }
}
