import Synchronization

/// The last commits of a store in memory, and those who wait for the next one.
///
/// Readers pull: each has a place of its own, and nothing is queued for it. One that falls behind
/// what is kept here goes on with the store's history, or is told that history is gone.
package final class ChangeFeed: Sendable {
    /// What a reader finds behind its place.
    package enum Step: Sendable {
        /// The next commits, at least one.
        case changes(ArraySlice<StoreChange>)
        /// Older than what is kept in memory.
        case behind
        /// The place is in the future.
        case ahead(of: Revision)
        /// Nothing yet.
        case nothing
        /// The store was closed.
        case closed
    }

    /// How much is kept.
    package struct Limits: Sendable {
        /// Commits.
        package var changes: Int
        /// Bytes of keys and values.
        package var bytes: Int

        /// Limits.
        package init(changes: Int = 1024, bytes: Int = 8 << 20) {
            self.changes = changes
            self.bytes = bytes
        }
    }

    private struct State {
        /// The kept commits, of contiguous revisions; the first `dropped` are gone already.
        var kept: [StoreChange] = []
        var dropped = 0
        var bytes = 0
        var last: Revision
        /// Commits up to this one may be seen in the store already, before they are published.
        var announced: Revision
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextReader: UInt64 = 0
        var isClosed = false
    }

    private let limits: Limits
    private let state: Mutex<State>

    /// A feed of a store that is at a revision.
    package init(at revision: Revision, limits: Limits = Limits()) {
        self.limits = limits
        self.state = Mutex(State(last: revision, announced: revision))
    }

    /// The last published commit.
    package var last: Revision { state.withLock(\.last) }

    /// Says that commits up to a revision are about to be: who reads the store now and finds them
    /// has no place in the future.
    package func announce(_ revision: Revision) { state.withLock { $0.announced = revision } }

    /// Adds commits, in their order and without gaps, and wakes who waits.
    package func publish(_ changes: [StoreChange]) {
        guard let last = changes.last else { return }
        let waiting = state.withLock { state in
            state.kept += changes
            state.bytes += changes.reduce(0) { $0 + $1.bytes }
            state.last = last.revision
            state.announced = max(state.announced, last.revision)
            trim(&state)
            return takeWaiting(&state)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Drops the commits up to a revision: history is compacted.
    package func forget(through revision: Revision) {
        state.withLock { state in
            while state.dropped < state.kept.count, state.kept[state.dropped].revision <= revision {
                dropFirst(&state)
            }
            removeDropped(&state)
        }
    }

    /// Ends all streams.
    package func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return takeWaiting(&state)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// What comes after a place; never waits.
    package func look(after place: Revision) -> Step {
        state.withLock { look(after: place, in: $0) }
    }

    /// Returns when something comes after a place, the feed is closed or the task cancelled.
    package func wait(after place: Revision) async {
        let reader = state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    guard !Task.isCancelled, case .nothing = look(after: place, in: state) else {
                        return false
                    }
                    state.waiting[reader] = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume()
        }
    }

    private func look(after place: Revision, in state: State) -> Step {
        if state.isClosed { return .closed }
        if place > state.last {
            return place > state.announced ? .ahead(of: state.last) : .nothing
        }
        let missing = Int(state.last.rawValue - place.rawValue)
        if missing == 0 { return .nothing }
        if missing > state.kept.count - state.dropped { return .behind }
        let start = state.kept.count - missing
        return .changes(state.kept[start..<min(start + 64, state.kept.count)])
    }

    private func trim(_ state: inout State) {
        while state.kept.count - state.dropped > limits.changes || state.bytes > limits.bytes,
            state.dropped < state.kept.count
        {
            dropFirst(&state)
        }
        removeDropped(&state)
    }

    private func dropFirst(_ state: inout State) {
        state.bytes -= state.kept[state.dropped].bytes
        state.kept[state.dropped].events = []
        state.dropped += 1
    }

    /// Moves what is kept to the front, seldom enough to cost next to nothing a commit.
    private func removeDropped(_ state: inout State) {
        guard state.dropped > limits.changes || state.dropped == state.kept.count else { return }
        state.kept.removeFirst(state.dropped)
        state.dropped = 0
    }

    private func takeWaiting(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        let waiting = Array(state.waiting.values)
        state.waiting = [:]
        return waiting
    }
}

extension StoreChange {
    /// What it takes in memory, about.
    fileprivate var bytes: Int {
        events.reduce(64) { sum, event in
            sum + event.key.utf8.count + (event.value?.count ?? 0) + (event.previous?.count ?? 0)
        }
    }
}
