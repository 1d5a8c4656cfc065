import ObjectStore
import Synchronization

/// A store in which something else is committed right before what was asked for.
final class IntrudedStore: ObjectStore {
    typealias Intrusion = @Sendable (MemoryStore, [StoreWrite]) async throws -> Void

    private let store = MemoryStore()
    private let intrusion = Mutex<Intrusion?>(nil)

    /// From now on this comes before each commit; nil: nothing does.
    func intrude(_ body: Intrusion?) { intrusion.withLock { $0 = body } }

    var revision: Revision {
        get async throws { try await store.revision }
    }

    func commit(_ writes: [StoreWrite]) async throws -> Revision {
        if let body = intrusion.withLock({ $0 }) { try await body(store, writes) }
        return try await store.commit(writes)
    }

    func get(_ key: String) async throws -> StoredValue? { try await store.get(key) }

    func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    ) async throws -> StoreListing {
        try await store.list(prefix: prefix, from: start, at: revision, limit: limit)
    }

    func changes(
        prefix: String, after revision: Revision
    ) -> AsyncThrowingStream<StoreChange, any Error> {
        store.changes(prefix: prefix, after: revision)
    }

    func compact(before revision: Revision) async throws {
        try await store.compact(before: revision)
    }

    func close() async { await store.close() }
}
