import APIMachinery
import ObjectStore

/// A watch on its way to the one who hands out events.
struct WatchRequest: Sendable {
    var id: UInt64
    var query: WatchQuery
    var sink: any WatchSink
    /// What is there at the beginning.
    var initial: ArraySlice<CachedObject>
    /// The resource's shelf, and the number of the first change there to hand out.
    var shelf: Int
    var next: Int
    /// Changes up to here are known.
    var after: Revision
    /// Which loading of the store these numbers are of.
    var load: Int
}

extension WatchCache {
    /// Begins a watch. Its events go to the sink from another task, at once.
    /// - Throws: 410 when changes after the wanted revision are forgotten.
    public func watch(
        _ query: WatchQuery, onto sink: any WatchSink
    ) throws(APIStatus) -> WatchHandle {
        let id = try state.withLock { state throws(APIStatus) in
            let shelf = state.number(of: query.resource.description)
            var request = WatchRequest(
                id: state.nextWatch, query: query, sink: sink, initial: [], shelf: shelf,
                next: state.shelves[shelf].end, after: state.revision, load: state.loads)
            switch query.start {
            case .current:
                let range = state.shelves[shelf].range(of: query.filter.namespace)
                request.initial = state.shelves[shelf].objects[range]
            case .after(let revision):
                guard let next = state.shelves[shelf].number(after: revision) else {
                    throw .expiredWatch(revision, oldest: state.shelves[shelf].forgotten)
                }
                request.next = next
                request.after = revision
            }
            state.nextWatch += 1
            state.newWatches.append(request)
            return request.id
        }
        waker.yield()
        return WatchHandle(id: id, cache: self)
    }

    func cancelWatch(_ id: UInt64) {
        state.withLock { $0.cancelledWatches.append(id) }
        waker.yield()
    }

    /// Hands out events until the cache stops.
    func handOut() async {
        var dispatcher = Dispatcher(cache: self)
        for await _ in wakes {
            dispatcher.round(at: clock.now)
            if state.withLock(\.isStopped) { break }
        }
        dispatcher.endAll()
    }

    /// Looks at the time: for ends, bookmarks, slow readers and those who wait no longer.
    func tick() async {
        while !Task.isCancelled {
            try? await clock.sleep(for: .milliseconds(20))
            let now = clock.now
            let late = state.withLock { state in
                let late = state.waiting.filter { $0.deadline.map { $0 <= now } ?? false }
                if !late.isEmpty {
                    state.waiting.removeAll { $0.deadline.map { $0 <= now } ?? false }
                }
                return late
            }
            for one in late { one.continuation.resume(returning: false) }
            waker.yield()
        }
    }
}

extension APIStatus {
    /// 410: a watch from a revision whose changes are forgotten.
    static func expiredWatch(_ revision: Revision, oldest: Revision) -> APIStatus {
        .expired("too old resource version: \(revision) (\(oldest))")
    }
}
