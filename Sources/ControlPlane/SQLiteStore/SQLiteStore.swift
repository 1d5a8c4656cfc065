import GRDB
import ObjectStore

/// A store in one SQLite file, with its write-ahead log beside it.
///
/// What `commit` returned is on the disk. Commits that wait at the same time share one flush;
/// readers see snapshots and wait for nobody.
public final class SQLiteStore: ObjectStore {
    private let file: StoreFile
    private let feed: ChangeFeed
    private let writes: WriteQueue

    /// Opens a file, which is made when it is missing, with the folders above it.
    ///
    /// - Throws: `StoreError.corrupt` when the file is not a store that can be read, `.unavailable`
    ///   when it can't be used now: another process has it, or it can't be written.
    public convenience init(path: String) throws {
        try self.init(path: path, recentChanges: 1024)
    }

    /// Opens a file.
    ///
    /// - Parameter recentChanges: how many commits are kept in memory for readers of changes.
    package init(path: String, recentChanges: Int) throws {
        file = try StoreFile(path: path)
        do {
            let state = try file.pool.writeWithoutTransaction { db in try StoreState(db) }
            feed = ChangeFeed(at: state.revision, limits: .init(changes: recentChanges))
        } catch {
            throw StoreFailure.error(error, path: path)
        }
        writes = WriteQueue(file: file, feed: feed)
    }

    public var revision: Revision { get async throws { feed.last } }

    public func commit(_ writes: [StoreWrite]) async throws -> Revision {
        try await self.writes.commit(writes)
    }

    public func get(_ key: String) async throws -> StoredValue? {
        try await read { reader in try reader.get(key)?.value }
    }

    public func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    ) async throws -> StoreListing {
        try await read { reader in
            try reader.list(prefix: prefix, from: start, at: revision, limit: limit)
        }
    }

    public func changes(
        prefix: String, after revision: Revision
    ) -> AsyncThrowingStream<StoreChange, any Error> {
        ChangeReader(feed: feed, prefix: prefix, after: revision) { place in
            try await self.read { reader in try reader.changes(after: place) }
        }.stream
    }

    public func compact(before revision: Revision) async throws {
        _ = try await writes.perform { db in
            let oldest = try StoreSweeper(db: db).forget(before: revision)
            self.feed.forget(through: oldest)
            return true
        }
        while try await writes.perform({ db in try StoreSweeper(db: db).step() }) {}
    }

    public func close() async {
        writes.close()
        // Behind what waits already.
        try? await file.pool.writeWithoutTransaction { _ in }
        feed.close()
        try? file.close()
    }

    private func read<Value: Sendable>(
        _ body: @Sendable (StoreReader) throws -> Value
    ) async throws -> Value {
        do {
            return try await file.pool.read { db in try body(StoreReader(db: db)) }
        } catch {
            throw StoreFailure.error(error, path: file.path)
        }
    }
}
