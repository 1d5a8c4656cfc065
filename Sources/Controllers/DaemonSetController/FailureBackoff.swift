import Synchronization

/// How long to wait before what failed is tried again: each time twice as long, until it has gone
/// well for a while.
final class FailureBackoff: Sendable {
    private struct Entry {
        var pause: Duration
        var since: ContinuousClock.Instant
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let clock = ContinuousClock()
    private let first: Duration
    private let longest: Duration

    init(first: Duration = .seconds(1), longest: Duration = .seconds(900)) {
        self.first = first
        self.longest = longest
    }

    /// Asks for one more try.
    /// - Returns: nil when it may be now, which counts; else how long to wait.
    func ask(_ key: String) -> Duration? {
        entries.withLock { entries in
            let now = clock.now
            // Who has waited for twice the longest pause begins anew.
            entries = entries.filter { now - $0.value.since < longest * 2 }
            guard let entry = entries[key] else {
                entries[key] = Entry(pause: first, since: now)
                return nil
            }
            let passed = now - entry.since
            guard passed >= entry.pause else { return entry.pause - passed }
            entries[key] = Entry(pause: min(entry.pause * 2, longest), since: now)
            return nil
        }
    }
}
