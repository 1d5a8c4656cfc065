import ObjectStore

/// A watch being served: its place, and what it is owed.
struct Watcher {
    let id: UInt64
    let query: WatchQuery
    let sink: any WatchSink
    /// What is left of what was there at the beginning.
    var initial: ArraySlice<CachedObject>
    /// The number of the next change of its resource.
    var next: Int
    let after: Revision
    let deadline: ContinuousClock.Instant
    var nextBookmark: ContinuousClock.Instant
    var isClosed = false
    private var isFirst = true
    private var owesInitialEnd: Bool

    init(_ request: WatchRequest, at now: ContinuousClock.Instant, bookmarks: Duration) {
        id = request.id
        query = request.query
        sink = request.sink
        initial = request.initial
        next = request.next
        after = request.after
        deadline = now + request.query.timeout
        // The last bookmark comes two seconds before the end, so that little is told twice when the
        // client begins anew.
        let last = deadline - .seconds(2)
        nextBookmark = last > now ? min(now + bookmarks, last) : now + bookmarks
        owesInitialEnd = request.query.marksInitialEnd
    }

    /// Whether the reader has to catch up before it gets more.
    func isLagging(_ limit: Int) -> Bool { sink.pendingByteCount > limit }

    /// Hands out what was there at the beginning, as far as the reader takes it.
    /// - Returns: whether it is done.
    mutating func sendInitial(_ limit: Int) -> Bool {
        while let object = initial.popFirst() {
            if initial.count % 32 == 31 && isLagging(limit) {
                initial = [object] + initial
                return false
            }
            if query.filter.matches(object) { send(.added, object) }
            if isClosed { return false }
        }
        if owesInitialEnd {
            write(query.encoding.bookmark(after, endsInitial: true))
            owesInitialEnd = false
        }
        return true
    }

    /// Hands out a change, when it is about what is watched.
    mutating func send(_ event: CacheEvent, _ shared: inout SharedBytes) {
        guard event.revision > after, let seen = event.seen(through: query.filter) else { return }
        guard !isFirst, let key = query.encoding.sharingKey, seen.kind != .deleted else {
            return send(seen.kind, seen.object)
        }
        let bytes = shared.bytes(key, seen.kind, seen.object) {
            query.encoding.event(seen.kind, seen.object, isFirst: false)
        }
        write(bytes)
    }

    private mutating func send(_ kind: CacheEvent.Kind, _ object: CachedObject) {
        write(query.encoding.event(kind, object, isFirst: isFirst))
        isFirst = false
    }

    /// Sends a bookmark when it is time for one.
    mutating func bookmark(
        _ revision: Revision, at now: ContinuousClock.Instant, every interval: Duration
    ) {
        guard query.wantsBookmarks, now >= nextBookmark else { return }
        write(query.encoding.bookmark(max(revision, after), endsInitial: false))
        let last = deadline - .seconds(2)
        nextBookmark = last > now ? min(now + interval, last) : deadline + interval
    }

    mutating func write(_ bytes: [UInt8]) {
        if !isClosed && !sink.write(bytes) { isClosed = true }
    }

    mutating func end() {
        if !isClosed { sink.close() }
        isClosed = true
    }
}

/// The bytes of events that several watches get in one round.
struct SharedBytes {
    private var made: [String: [UInt8]] = [:]
    private var object: ObjectIdentifier?

    /// The bytes of an event, made once; events come in order, so only the last one's are kept.
    mutating func bytes(
        _ key: String, _ kind: CacheEvent.Kind, _ object: CachedObject, _ make: () -> [UInt8]
    ) -> [UInt8] {
        if self.object != ObjectIdentifier(object) {
            made = [:]
            self.object = ObjectIdentifier(object)
        }
        let key = kind.rawValue + key
        if let bytes = made[key] { return bytes }
        let bytes = make()
        made[key] = bytes
        return bytes
    }
}
