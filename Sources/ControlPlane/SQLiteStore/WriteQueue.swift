import GRDB
import ObjectStore
import Synchronization

/// The one writer: commits that wait at the same time become durable together, by one flush.
final class WriteQueue: Sendable {
    /// A commit and who waits for it.
    private struct Commit: Sendable {
        var writes: [StoreWrite]
        var waiter: CheckedContinuation<Revision, any Error>
    }

    /// Work between commits, in a transaction that it may share with them; tells whether there is
    /// more to do.
    typealias Chore = @Sendable (Database) throws -> Bool

    private struct QueuedChore: Sendable {
        var work: Chore
        var waiter: CheckedContinuation<Bool, any Error>
    }

    private struct State {
        var commits: [Commit] = []
        var chores: [QueuedChore] = []
        var isWriting = false
        var isClosed = false
    }

    private struct Batch {
        var commits: [Commit]
        var chore: QueuedChore?
    }

    /// Commits that may wait; more are refused at once.
    private static let longest = 20_000
    /// Commits in one transaction.
    private static let largestBatch = 512

    private let file: StoreFile
    private let feed: ChangeFeed
    private let state = Mutex(State())

    init(file: StoreFile, feed: ChangeFeed) {
        self.file = file
        self.feed = feed
    }

    /// Returns when the commit is on the disk and published.
    func commit(_ writes: [StoreWrite]) async throws -> Revision {
        try await withCheckedThrowingContinuation { waiter in
            enqueue(waiter) { $0.commits.append(Commit(writes: writes, waiter: waiter)) }
        }
    }

    /// Returns when a chore is done and on the disk, with what it said.
    func perform(_ chore: @escaping Chore) async throws -> Bool {
        try await withCheckedThrowingContinuation { waiter in
            enqueue(waiter) { $0.chores.append(QueuedChore(work: chore, waiter: waiter)) }
        }
    }

    /// Refuses what comes from now on.
    func close() { state.withLock { $0.isClosed = true } }

    private func enqueue<Value>(
        _ waiter: CheckedContinuation<Value, any Error>, _ add: (inout State) -> Void
    ) {
        let (refusal, starts) = state.withLock { state -> (StoreError?, Bool) in
            if state.isClosed { return (.unavailable("the store is closed"), false) }
            if state.commits.count >= Self.longest {
                return (.unavailable("\(file.path): too many writes wait already"), false)
            }
            add(&state)
            defer { state.isWriting = true }
            return (nil, !state.isWriting)
        }
        if let refusal { waiter.resume(throwing: refusal) }
        if starts { file.pool.asyncWriteWithoutTransaction { db in self.drain(db) } }
    }

    /// On the writer's thread, until nothing waits.
    private func drain(_ db: Database) {
        while let batch = take() { write(batch, to: db) }
    }

    private func take() -> Batch? {
        state.withLock { state in
            if state.commits.isEmpty && state.chores.isEmpty {
                state.isWriting = false
                return nil
            }
            let commits = Array(state.commits.prefix(Self.largestBatch))
            state.commits.removeFirst(commits.count)
            let chore = state.chores.isEmpty ? nil : state.chores.removeFirst()
            return Batch(commits: commits, chore: chore)
        }
    }

    private func write(_ batch: Batch, to db: Database) {
        var outcomes: [Result<Revision, any Error>] = []
        do {
            var changes: [StoreChange] = []
            var isUnfinished = false
            try db.inTransaction(.immediate) {
                for commit in batch.commits {
                    outcomes.append(try apply(commit.writes, to: db, after: &changes))
                }
                isUnfinished = try batch.chore?.work(db) ?? false
                if let last = changes.last { feed.announce(last.revision) }
                return .commit
            }
            feed.publish(changes)
            for (commit, outcome) in zip(batch.commits, outcomes) {
                commit.waiter.resume(with: outcome)
            }
            batch.chore?.waiter.resume(returning: isUnfinished)
        } catch {
            // Nothing of the transaction is there: not even a conflict with another of its commits.
            let failure = StoreFailure.error(error, path: file.path)
            for commit in batch.commits { commit.waiter.resume(throwing: failure) }
            batch.chore?.waiter.resume(throwing: failure)
        }
    }

    private func apply(
        _ writes: [StoreWrite], to db: Database, after changes: inout [StoreChange]
    ) throws -> Result<Revision, any Error> {
        let last = changes.last?.revision ?? feed.last
        let next = Revision(last.rawValue + 1)
        do {
            guard let change = try StoreWriter(db: db).apply(writes, at: next) else {
                return .success(last)
            }
            changes.append(change)
            return .success(next)
        } catch let error as StoreError {
            return .failure(error)
        }
    }
}
