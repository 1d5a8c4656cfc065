import Synchronization

/// How long to wait before a namespace is looked at again: a tenth of a second at first, five
/// seconds at most.
final class LookCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// The pause before the next look.
    func pause(_ name: String) -> Duration {
        let count = counts.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name, default: 1]
        }
        return min(.seconds(5), .milliseconds(100) * (1 << min(count - 1, 10)))
    }

    /// Begins anew.
    func forget(_ name: String) { counts.withLock { $0[name] = nil } }
}
