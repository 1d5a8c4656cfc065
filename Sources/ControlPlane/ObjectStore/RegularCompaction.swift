/// Keeps a store's history short: what was replaced some minutes ago is forgotten, sooner when very
/// much is written.
public struct RegularCompaction: Sendable {
    /// How long history is kept; a watch may be away for so long and go on.
    public var keeping: Duration
    /// How many commits are kept at most, which bounds the store's size under constant updates.
    public var atMost: UInt64
    /// How often it looks.
    public var interval: Duration

    /// By default as an API server does it on etcd: five minutes.
    public init(
        keeping: Duration = .seconds(300), atMost: UInt64 = 50_000,
        interval: Duration = .seconds(10)
    ) {
        self.keeping = keeping
        self.atMost = atMost
        self.interval = interval
    }

    /// Compacts until the task is cancelled or the store closed.
    ///
    /// - Parameter report: told of a compaction that failed; the next look tries again.
    public func run(
        _ store: any ObjectStore, clock: some Clock<Duration> = ContinuousClock(),
        report: @Sendable (any Error) -> Void = { _ in }
    ) async {
        var plan = CompactionPlan(keeping: keeping, atMost: atMost)
        var elapsed = Duration.zero
        while !Task.isCancelled {
            do {
                let revision = try await store.revision
                if let oldest = plan.look(at: revision, after: elapsed) {
                    try await store.compact(before: oldest)
                }
            } catch {
                report(error)
            }
            do { try await clock.sleep(for: interval) } catch { return }
            elapsed += interval
        }
    }
}

/// Which revision is old enough.
package struct CompactionPlan: Sendable {
    private let keeping: Duration
    private let atMost: UInt64
    /// Where the store was at earlier looks.
    private var looks: [(elapsed: Duration, revision: Revision)] = []
    private var compacted = Revision(0)

    package init(keeping: Duration, atMost: UInt64) {
        self.keeping = keeping
        self.atMost = atMost
    }

    /// What to compact before, when there is something.
    package mutating func look(at revision: Revision, after elapsed: Duration) -> Revision? {
        looks.append((elapsed, revision))
        var oldest = compacted
        while let first = looks.first, elapsed - first.elapsed >= keeping {
            oldest = max(oldest, first.revision)
            looks.removeFirst()
        }
        if revision.rawValue > atMost {
            oldest = max(oldest, Revision(revision.rawValue - atMost))
        }
        guard oldest > compacted else { return nil }
        compacted = oldest
        return oldest
    }
}
