import GRDB
import ObjectStore

/// Compaction: what history no longer needs is removed, some rows a transaction.
struct StoreSweeper {
    let db: Database

    /// Rows looked at in one step; a step delays the commits that wait behind it.
    static let rowsInStep = 256
    /// Pages given back to the file system in one step.
    static let pagesInStep = 128

    /// Moves the oldest revision that can be read; from now on, older ones are refused.
    ///
    /// - Returns: the oldest revision that can be read now.
    func forget(before revision: Revision) throws -> Revision {
        let state = try StoreState(db)
        let oldest = min(revision, state.revision)
        guard oldest > state.compacted else { return state.compacted }
        try db.cachedStatement(sql: StoreSchema.forget)
            .execute(arguments: [Int64(truncatingIfNeeded: oldest.rawValue)])
        return oldest
    }

    /// Removes some rows that were replaced or are deletions, and gives some free pages back.
    ///
    /// - Returns: whether there is more to do.
    func step() throws -> Bool {
        let state = try StoreState(db)
        let end = RowNumber.end(of: state.compacted)
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: StoreSchema.sweepable),
            arguments: [state.swept.rawValue, end.rawValue, Self.rowsInStep])
        let remove = try db.cachedStatement(sql: StoreSchema.remove)
        for row in rows {
            let previous = try row.integer(1)
            if previous != 0 { try remove.execute(arguments: [previous]) }
            // A deletion.
            if try row.integer(2) != 0 { try remove.execute(arguments: [try row.integer(0)]) }
        }
        if let last = rows.last {
            try db.cachedStatement(sql: StoreSchema.swept).execute(arguments: [try last.integer(0)])
        }
        let isShrinking = try shrink()
        return rows.count == Self.rowsInStep || isShrinking
    }

    /// Free pages are used again first; only a file that is mostly free space is made smaller.
    private func shrink() throws -> Bool {
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        let all = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        guard free > 1024, free > all / 2 else { return false }
        try db.execute(sql: "PRAGMA incremental_vacuum(\(Self.pagesInStep))")
        return true
    }
}
