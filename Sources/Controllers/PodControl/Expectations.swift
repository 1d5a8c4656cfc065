import Synchronization

/// What controllers have set in motion and caches do not show yet.
///
/// A controller that has just made three pods must not make three more because its cache lags. It
/// notes what it is about to do, its handlers note what they see, and until the two meet it does
/// nothing further. What is never seen (a watch was cut) is given up after a while.
public final class Expectations: Sendable {
    private struct Awaited {
        var creations = 0
        var deletions: Set<String> = []
        var since: ContinuousClock.Instant

        var isMet: Bool { creations <= 0 && deletions.isEmpty }
    }

    private let awaited = Mutex<[String: Awaited]>([:])
    private let patience: Duration
    private let clock = ContinuousClock()

    /// Nothing is expected. After `patience` an expectation no longer holds anybody up.
    public init(patience: Duration = .seconds(300)) { self.patience = patience }

    /// Expects what an owner is about to do; to be called before it is done.
    /// - Parameters:
    ///   - creations: how many objects it will create.
    ///   - deletions: the unique ids of those it will delete.
    public func expect(_ owner: String, creations: Int = 0, deletions: some Sequence<String> = []) {
        awaited.withLock { awaited in
            var entry = awaited[owner].flatMap { $0.isMet ? nil : $0 } ?? Awaited(since: clock.now)
            entry.creations += creations
            entry.deletions.formUnion(deletions)
            entry.since = clock.now
            awaited[owner] = entry
        }
    }

    /// Says that created objects were seen, or that they won't be created after all.
    public func created(by owner: String, count: Int = 1) {
        awaited.withLock { $0[owner]?.creations -= count }
    }

    /// Says that an object was seen deleted (or being deleted), or that it won't be after all.
    public func deleted(_ uid: String, by owner: String) {
        _ = awaited.withLock { $0[owner]?.deletions.remove(uid) }
    }

    /// Whether an owner may act: its cache shows what it did.
    public func areMet(for owner: String) -> Bool {
        awaited.withLock { awaited in
            guard let entry = awaited[owner] else { return true }
            guard entry.isMet || clock.now - entry.since > patience else { return false }
            awaited[owner] = nil
            return true
        }
    }

    /// Forgets an owner that is gone.
    public func forget(_ owner: String) { awaited.withLock { $0[owner] = nil } }
}
