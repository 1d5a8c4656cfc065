import GRDB
import ObjectStore

/// What is written to a store, within a transaction of its file.
struct StoreWriter {
    let db: Database

    private typealias Current = StoreReader.Current

    /// Does one commit, and returns what it changed; nil when that is nothing. A conflict is thrown
    /// before anything is written.
    func apply(_ writes: [StoreWrite], at revision: Revision) throws -> StoreChange? {
        guard writes.count <= RowNumber.placesInCommit else {
            throw StoreError.unavailable(
                "a commit has at most \(RowNumber.placesInCommit) writes, not \(writes.count)")
        }
        let reader = StoreReader(db: db)
        var current: [String: Current] = [:]
        for write in writes {
            let found = try reader.get(write.key)
            guard write.isExpected(found?.value) else {
                throw StoreError.conflict(key: write.key, current: found?.value)
            }
            current[write.key] = found
        }
        var change = StoreChange(revision: revision, events: [])
        for (place, write) in writes.enumerated() {
            if write.isCondition { continue }
            let before = current[write.key]
            guard before != nil || write.value != nil else { continue }
            let row = RowNumber(revision, place: place)
            current[write.key] = try put(write, over: before, at: row)
            change.events.append(
                .init(key: write.key, value: write.value, previous: before?.value.value))
        }
        return change.events.isEmpty ? nil : change
    }

    private func put(
        _ write: StoreWrite, over before: Current?, at row: RowNumber
    ) throws -> Current? {
        let created = before?.value.created ?? row.revision
        let key = Bytes.argument(write.key)
        try db.cachedStatement(sql: StoreSchema.append).execute(arguments: [
            row.rawValue, key, Int64(truncatingIfNeeded: created.rawValue),
            before?.row.rawValue ?? 0, write.value.map(Bytes.argument) ?? nil,
        ])
        guard let value = write.value else {
            try db.cachedStatement(sql: StoreSchema.unpoint).execute(arguments: [key])
            return nil
        }
        try db.cachedStatement(sql: StoreSchema.point).execute(arguments: [key, row.rawValue])
        return Current(
            row: row,
            value: StoredValue(
                key: write.key, value: value, created: created, modified: row.revision))
    }
}
