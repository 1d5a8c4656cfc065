import GRDB
import ObjectStore

/// What is read of a store, in one snapshot of its file.
struct StoreReader {
    let db: Database

    /// A value and the row it is at.
    struct Current {
        var row: RowNumber
        var value: StoredValue
    }

    func get(_ key: String) throws -> Current? {
        let statement = try db.cachedStatement(sql: StoreSchema.current)
        let rows = try Row.fetchCursor(statement, arguments: [Bytes.argument(key)])
        // A row is a view of its cursor's statement, which ends with the cursor.
        return try withExtendedLifetime(rows) {
            try rows.next().map { row in
                Current(
                    row: RowNumber(rawValue: try row.integer(0)), value: try value(row, key: key))
            }
        }
    }

    func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    ) throws -> StoreListing {
        let state = try StoreState(db)
        var range = KeyRange(prefix: prefix, from: start)
        if let revision {
            try state.check(revision)
            let replaced = try replaced(after: revision, in: range)
            if !replaced.isEmpty {
                return try listFormer(range, at: revision, replaced: replaced, limit: limit)
            }
        }
        let most = limit.map { max($0, 0) }
        var values: [StoredValue] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: StoreSchema.list),
            arguments: StatementArguments(range.arguments + [most ?? -1]))
        while let row = try rows.next() { values.append(try value(row, key: Bytes.key(row, 3))) }
        var remaining = 0
        if values.count == most {
            if let last = values.last { range.start = Array(last.key.utf8) + [0] }
            remaining =
                try Int.fetchOne(
                    db.cachedStatement(sql: StoreSchema.count),
                    arguments: StatementArguments(range.arguments)) ?? 0
        }
        return StoreListing(
            values: values, revision: revision ?? state.revision, remaining: remaining)
    }

    /// Up to 64 commits after a revision.
    func changes(after place: Revision) throws -> [StoreChange] {
        try StoreState(db).check(place)
        let end = RowNumber.end(of: Revision(place.rawValue + 64))
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: StoreSchema.changes),
            arguments: [RowNumber.end(of: place).rawValue, end.rawValue])
        var changes: [StoreChange] = []
        while let row = try rows.next() {
            let revision = RowNumber(rawValue: try row.integer(0)).revision
            if changes.last?.revision != revision {
                changes.append(StoreChange(revision: revision, events: []))
            }
            let event = StoreChange.Event(
                key: Bytes.key(row, 1), value: Bytes.column(row, 2), previous: Bytes.column(row, 3))
            changes[changes.count - 1].events.append(event)
        }
        guard changes.first?.revision.rawValue == place.rawValue + 1 else {
            throw StoreError.corrupt("the store's history has nothing after revision \(place)")
        }
        return changes
    }

    private func value(_ row: Row, key: String) throws -> StoredValue {
        StoredValue(
            key: key, value: Bytes.column(row, 2) ?? [],
            created: try row.revision(1),
            modified: RowNumber(rawValue: try row.integer(0)).revision)
    }

    /// The keys written after a revision, and the row each was at before (0: none).
    private func replaced(after revision: Revision, in range: KeyRange) throws -> [[UInt8]: Int64] {
        let first = RowNumber.end(of: revision).rawValue
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: StoreSchema.replaced),
            arguments: StatementArguments([first] + range.arguments))
        var replaced: [[UInt8]: Int64] = [:]
        while let row = try rows.next() {
            guard let key = Bytes.column(row, 0), replaced[key] == nil else { continue }
            replaced[key] = try row.integer(1)
        }
        return replaced
    }

    /// A listing as it was: the keys of now, with what was written since undone.
    private func listFormer(
        _ range: KeyRange, at revision: Revision, replaced: [[UInt8]: Int64], limit: Int?
    ) throws -> StoreListing {
        var places = replaced.filter { $0.value != 0 }
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: StoreSchema.places),
            arguments: StatementArguments(range.arguments))
        while let row = try rows.next() {
            guard let key = Bytes.column(row, 0), replaced[key] == nil else { continue }
            places[key] = try row.integer(1)
        }
        let sorted = places.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let page = sorted.prefix(limit.map { max($0, 0) } ?? sorted.count)
        let statement = try db.cachedStatement(sql: StoreSchema.row)
        let values = try page.map { place in
            guard let row = try Row.fetchOne(statement, arguments: [place.value]) else {
                throw StoreError.corrupt("the store's history has no row \(place.value)")
            }
            return try value(row, key: String(decoding: place.key, as: UTF8.self))
        }
        return StoreListing(
            values: values, revision: revision, remaining: sorted.count - page.count)
    }
}

/// A range of keys, as bytes.
struct KeyRange {
    var start: [UInt8]
    var end: [UInt8]

    init(prefix: String, from start: String?) {
        let prefixBytes = Array(prefix.utf8)
        let from = start.map { Array($0.utf8) } ?? prefixBytes
        self.start = from.lexicographicallyPrecedes(prefixBytes) ? prefixBytes : from
        // No UTF-8 has this byte.
        end = StoreKeys.end(ofPrefix: prefix) ?? [0xff]
    }

    var arguments: [(any DatabaseValueConvertible)?] {
        [Bytes.argument(start), Bytes.argument(end)]
    }
}
