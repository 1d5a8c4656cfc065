import Synchronization

/// Keys to look at: each at most once, none by two workers at a time, those that failed later and
/// later again.
///
/// A key added while a worker has it comes again once that is done.
public final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    fileprivate struct State {
        var order: [Key] = []
        var next = 0
        var waiting: Set<Key> = []
        var working: Set<Key> = []
        var again: Set<Key> = []
        var failures: [Key: Int] = [:]
        var delayed: [Key: ContinuousClock.Instant] = [:]
        var takers: [(id: UInt64, continuation: CheckedContinuation<Key?, Never>)] = []
        var nextTaker: UInt64 = 0
    }

    private let state = Mutex(State())
    private let clock = ContinuousClock()
    private let firstPause: Duration
    private let longestPause: Duration

    /// An empty queue. A key that failed n times waits `firstPause` · 2ⁿ⁻¹, `longestPause` at most.
    public init(
        firstPause: Duration = .milliseconds(5), longestPause: Duration = .seconds(60)
    ) {
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// Adds a key now.
    public func add(_ key: Key) {
        let taker = state.withLock { $0.add(key) }
        taker?.resume(returning: key)
    }

    /// Adds a key after a while. Of several times for a key the earliest counts.
    public func add(_ key: Key, after pause: Duration) {
        guard pause > .zero else { return add(key) }
        let due = clock.now + pause
        let isEarlier = state.withLock { state in
            if let known = state.delayed[key], known <= due { return false }
            state.delayed[key] = due
            return true
        }
        guard isEarlier else { return }
        Task { [clock] in
            try? await clock.sleep(until: due)
            let isDue = state.withLock { state in
                guard state.delayed[key] == due else { return false }
                state.delayed[key] = nil
                return true
            }
            if isDue { add(key) }
        }
    }

    /// Adds a key that failed, after its pause.
    public func retry(_ key: Key) {
        let failures = state.withLock { state in
            state.failures[key, default: 0] += 1
            return state.failures[key, default: 1]
        }
        add(key, after: min(longestPause, firstPause * (1 << min(failures - 1, 30))))
    }

    /// Forgets that a key failed.
    public func forget(_ key: Key) { state.withLock { $0.failures[key] = nil } }

    /// How often a key failed since it was forgotten.
    public func failures(of key: Key) -> Int { state.withLock { $0.failures[key] ?? 0 } }

    /// How many keys wait.
    public var count: Int { state.withLock { $0.waiting.count } }

    /// The next key, once there is one; `done` must follow. Nil when the task is cancelled.
    public func next() async -> Key? {
        let id = state.withLock { state in
            state.nextTaker += 1
            return state.nextTaker
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (key, isOver) = state.withLock { state -> (Key?, Bool) in
                    if Task.isCancelled { return (nil, true) }
                    if let key = state.take() { return (key, true) }
                    state.takers.append((id, continuation))
                    return (nil, false)
                }
                if isOver { continuation.resume(returning: key) }
            }
        } onCancel: {
            let taker = state.withLock { state in
                state.takers.firstIndex { $0.id == id }.map { state.takers.remove(at: $0) }
            }
            taker?.continuation.resume(returning: nil)
        }
    }

    /// Says that the work on a key is over.
    public func done(_ key: Key) {
        let taker = state.withLock { state in
            state.working.remove(key)
            return state.again.remove(key) == nil ? nil : state.add(key)
        }
        taker?.resume(returning: key)
    }
}

extension WorkQueue.State {
    /// - Returns: who takes the key at once, if somebody waits.
    fileprivate mutating func add(_ key: Key) -> CheckedContinuation<Key?, Never>? {
        if working.contains(key) {
            again.insert(key)
            return nil
        }
        guard waiting.insert(key).inserted else { return nil }
        if takers.isEmpty {
            order.append(key)
            return nil
        }
        waiting.remove(key)
        working.insert(key)
        return takers.removeFirst().continuation
    }

    fileprivate mutating func take() -> Key? {
        guard next < order.count else { return nil }
        let key = order[next]
        next += 1
        if next > 1024, next * 2 > order.count {
            order.removeFirst(next)
            next = 0
        }
        waiting.remove(key)
        working.insert(key)
        return key
    }
}
