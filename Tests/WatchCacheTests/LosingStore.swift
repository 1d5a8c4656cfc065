import ObjectStore
import Synchronization

/// A store whose readers of changes lose their place after a few: as one that compacts quickly.
final class LosingStore: ObjectStore {
    private let store = MemoryStore()
    private let after: Int
    private let lost = Mutex(0)

    init(after: Int) { self.after = after }

    /// How often a reader lost its place.
    var losses: Int { lost.withLock { $0 } }

    var revision: Revision {
        get async throws { try await store.revision }
    }

    func commit(_ writes: [StoreWrite]) async throws -> Revision { try await store.commit(writes) }

    func get(_ key: String) async throws -> StoredValue? { try await store.get(key) }

    func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    ) async throws -> StoreListing {
        try await store.list(prefix: prefix, from: start, at: revision, limit: limit)
    }

    func changes(
        prefix: String, after revision: Revision
    ) -> AsyncThrowingStream<StoreChange, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: StoreChange.self)
        let inner = store.changes(prefix: prefix, after: revision)
        let task = Task {
            var left = after
            for try await change in inner {
                continuation.yield(change)
                left -= 1
                if left == 0 { break }
            }
            lost.withLock { $0 += 1 }
            continuation.finish(throwing: StoreError.compacted(oldest: revision))
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    func compact(before revision: Revision) async throws {
        try await store.compact(before: revision)
    }

    func close() async { await store.close() }
}
