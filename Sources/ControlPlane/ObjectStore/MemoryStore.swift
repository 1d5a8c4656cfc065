import Synchronization

/// A store that is gone with its process: for tests, and as the plainest reading of the laws.
public final class MemoryStore: ObjectStore {
    /// What a key was before a commit.
    private struct Former {
        var revision: Revision
        var key: String
        var value: StoredValue?
    }

    private struct State {
        var revision = Revision(0)
        var oldest = Revision(0)
        var values: [String: StoredValue] = [:]
        /// Commits after `oldest`, of contiguous revisions.
        var changes: [StoreChange] = []
        /// What those commits replaced, in order.
        var former: [Former] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let feed: ChangeFeed

    /// An empty store.
    ///
    /// - Parameter recentChanges: how many commits a slow reader may be behind before it reads
    ///   from history.
    public init(recentChanges: Int = 1024) {
        feed = ChangeFeed(at: Revision(0), limits: .init(changes: recentChanges))
    }

    public var revision: Revision {
        get async throws { try state.withLock { try opened($0).revision } }
    }

    public func commit(_ writes: [StoreWrite]) async throws -> Revision {
        try state.withLock { state in
            for write in writes {
                let current = try opened(state).values[write.key]
                guard write.isExpected(current) else {
                    throw StoreError.conflict(key: write.key, current: current)
                }
            }
            let next = Revision(state.revision.rawValue + 1)
            let events = writes.compactMap { apply($0, at: next, to: &state) }
            guard !events.isEmpty else { return state.revision }
            let change = StoreChange(revision: next, events: events)
            state.revision = next
            state.changes.append(change)
            // Under the lock, so that commits are published in their order.
            feed.publish([change])
            return next
        }
    }

    public func get(_ key: String) async throws -> StoredValue? {
        try state.withLock { try opened($0).values[key] }
    }

    public func list(
        prefix: String, from start: String?, at revision: Revision?, limit: Int?
    ) async throws -> StoreListing {
        let (values, read) = try state.withLock { state in
            let at = revision ?? state.revision
            if at < (try opened(state)).oldest { throw StoreError.compacted(oldest: state.oldest) }
            if at > state.revision { throw StoreError.future(current: state.revision) }
            var values = state.values
            for former in state.former.reversed() where former.revision > at {
                values[former.key] = former.value
            }
            return (values, at)
        }
        let found = values.values.filter { value in
            StoreKeys.has(value.key, prefix: prefix)
                && start.map { !StoreKeys.isOrdered(value.key, before: $0) } ?? true
        }.sorted { StoreKeys.isOrdered($0.key, before: $1.key) }
        let page = found.prefix(limit.map { max($0, 0) } ?? found.count)
        return StoreListing(
            values: Array(page), revision: read, remaining: found.count - page.count)
    }

    public func changes(
        prefix: String, after revision: Revision
    ) -> AsyncThrowingStream<StoreChange, any Error> {
        ChangeReader(feed: feed, prefix: prefix, after: revision) { place in
            try self.state.withLock { state in
                if place < state.oldest { throw StoreError.compacted(oldest: state.oldest) }
                let start = Int(place.rawValue - state.oldest.rawValue)
                return Array(state.changes.dropFirst(start).prefix(64))
            }
        }.stream
    }

    public func compact(before revision: Revision) async throws {
        try state.withLock { state in
            let oldest = min(revision, try opened(state).revision)
            guard oldest > state.oldest else { return }
            state.changes.removeAll { $0.revision <= oldest }
            state.former.removeAll { $0.revision <= oldest }
            state.oldest = oldest
            feed.forget(through: oldest)
        }
    }

    public func close() async {
        state.withLock { $0.isClosed = true }
        feed.close()
    }

    private func opened(_ state: State) throws -> State {
        if state.isClosed { throw StoreError.unavailable("the store is closed") }
        return state
    }

    private func apply(
        _ write: StoreWrite, at revision: Revision, to state: inout State
    ) -> StoreChange.Event? {
        let before = state.values[write.key]
        if write.isCondition || before == nil && write.value == nil { return nil }
        state.former.append(Former(revision: revision, key: write.key, value: before))
        state.values[write.key] = write.value.map { value in
            StoredValue(
                key: write.key, value: value, created: before?.created ?? revision,
                modified: revision)
        }
        return .init(key: write.key, value: write.value, previous: before?.value)
    }
}
