import APIMachinery
import ObjectStore

/// Hands out events to watches, in rounds.
///
/// The watches of one resource that have seen everything stand together at the front and get new
/// changes one after the other, each encoded once. The others (new ones, slow readers) have places
/// of their own in the log, and join when they reach the front. Nothing is queued for anybody
/// beyond what its connection has not taken: a slow reader is left behind, and told 410 when the
/// log no longer reaches back to its place.
struct Dispatcher {
    /// The watches of one resource.
    private struct Lane {
        /// The number of the first change that those at the front have not got.
        var front: Int
        var watchers: [Watcher] = []
        var behind: [Watcher] = []
    }

    /// What a round begins with.
    private struct Intake {
        var load: Int
        var revision: Revision
        var requests: [WatchRequest]
        var cancelled: Set<UInt64>
        var changes: [Int: ArraySlice<CacheEvent>]
        var ends: [Int: Int]
    }

    private let cache: WatchCache
    private var lanes: [Int: Lane] = [:]
    private var load = 0

    init(cache: WatchCache) { self.cache = cache }

    /// Hands out everything there is.
    mutating func round(at now: ContinuousClock.Instant) {
        let intake = takeIn()
        if intake.load != load {
            endAll()
            load = intake.load
        }
        for request in intake.requests {
            let watcher = Watcher(request, at: now, bookmarks: cache.limits.bookmarkInterval)
            guard request.load == load, !intake.cancelled.contains(request.id) else {
                request.sink.close()
                continue
            }
            let end = intake.ends[request.shelf] ?? request.next
            lanes[request.shelf, default: Lane(front: end)].behind.append(watcher)
        }
        for shelf in Array(lanes.keys) {
            guard var lane = lanes.removeValue(forKey: shelf) else { continue }
            if !intake.cancelled.isEmpty {
                lane.watchers.removeAll { intake.cancelled.contains($0.id) }
                lane.behind.removeAll { intake.cancelled.contains($0.id) }
            }
            advance(&lane, intake.changes[shelf] ?? [])
            catchUp(&lane, shelf)
            keepTime(&lane, now, intake.revision)
            if !lane.watchers.isEmpty || !lane.behind.isEmpty { lanes[shelf] = lane }
        }
    }

    /// Ends all watches.
    mutating func endAll() {
        for shelf in lanes.keys {
            guard var lane = lanes[shelf] else { continue }
            for index in lane.watchers.indices { lane.watchers[index].end() }
            for index in lane.behind.indices { lane.behind[index].end() }
        }
        lanes = [:]
    }

    private func takeIn() -> Intake {
        let fronts = lanes.mapValues(\.front)
        return cache.state.withLock { state in
            var intake = Intake(
                load: state.loads, revision: state.revision, requests: state.newWatches,
                cancelled: Set(state.cancelledWatches), changes: [:], ends: [:])
            state.newWatches = []
            state.cancelledWatches = []
            for request in intake.requests {
                intake.ends[request.shelf] = state.shelves[request.shelf].end
            }
            guard state.loads == load else { return intake }
            for (shelf, front) in fronts {
                let changes = state.shelves[shelf].changes(from: front)
                // Copied: the log must stay the only holder of its storage, to grow in place.
                if !changes.isEmpty { intake.changes[shelf] = Array(changes)[...] }
            }
            return intake
        }
    }

    /// Gives new changes to those at the front.
    private func advance(_ lane: inout Lane, _ changes: ArraySlice<CacheEvent>) {
        guard !changes.isEmpty else { return }
        let limit = cache.limits.pendingBytes
        let start = lane.front
        lane.front += changes.count
        var shared = SharedBytes()
        // Change by change, so that what they share is made once; a long run of them goes watch by
        // watch in pieces, so that a slow reader is noticed.
        var offset = 0
        while offset < changes.count, !lane.watchers.isEmpty {
            let piece = changes.dropFirst(offset).prefix(64)
            for event in piece {
                for index in lane.watchers.indices { lane.watchers[index].send(event, &shared) }
            }
            offset += piece.count
            for index in lane.watchers.indices where lane.watchers[index].isLagging(limit) {
                lane.watchers[index].next = start + offset
                lane.behind.append(lane.watchers[index])
                lane.watchers[index].isClosed = true
            }
            lane.watchers.removeAll(where: \.isClosed)
        }
    }

    /// Brings those behind nearer to the front, as far as their readers take it.
    private func catchUp(_ lane: inout Lane, _ shelf: Int) {
        guard !lane.behind.isEmpty else { return }
        let limit = cache.limits.pendingBytes
        var still: [Watcher] = []
        for var watcher in lane.behind {
            if watcher.isClosed { continue }
            if watcher.isLagging(limit) || !watcher.sendInitial(limit) {
                if !watcher.isClosed { still.append(watcher) }
                continue
            }
            while watcher.next < lane.front, !watcher.isClosed, !watcher.isLagging(limit) {
                replay(&watcher, shelf, upTo: lane.front)
            }
            if watcher.isClosed { continue }
            if watcher.next < lane.front {
                still.append(watcher)
            } else {
                lane.watchers.append(watcher)
            }
        }
        lane.behind = still
    }

    /// Gives one of those behind some changes of the log.
    private func replay(_ watcher: inout Watcher, _ shelf: Int, upTo front: Int) {
        let number = watcher.next
        let limit = min(64, front - number)
        let (changes, forgotten) = cache.state.withLock { state in
            let log = state.shelves[shelf]
            guard number >= log.first else { return ([CacheEvent](), log.forgotten as Revision?) }
            return (Array(log.changes(from: number, limit: limit)), nil)
        }
        if let forgotten {
            let status = APIStatus.expiredWatch(watcher.after, oldest: forgotten)
            watcher.write(watcher.query.encoding.failure(status))
            watcher.end()
            return
        }
        var shared = SharedBytes()
        for event in changes { watcher.send(event, &shared) }
        watcher.next += changes.count
        if changes.isEmpty { watcher.next = front }
    }

    /// Bookmarks, and ends.
    private func keepTime(
        _ lane: inout Lane, _ now: ContinuousClock.Instant, _ revision: Revision
    ) {
        for index in lane.watchers.indices {
            lane.watchers[index].bookmark(
                revision, at: now, every: cache.limits.bookmarkInterval)
            if lane.watchers[index].deadline <= now { lane.watchers[index].end() }
        }
        for index in lane.behind.indices where lane.behind[index].deadline <= now {
            lane.behind[index].end()
        }
        lane.watchers.removeAll(where: \.isClosed)
        lane.behind.removeAll(where: \.isClosed)
    }
}
