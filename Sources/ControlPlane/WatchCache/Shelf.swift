import ObjectStore

/// The objects of one resource, in the order of their keys, and their last changes.
struct Shelf {
    /// Sorted by the bytes of their paths.
    private(set) var objects: [CachedObject] = []
    /// The revision of the last change.
    private(set) var changed = Revision(0)
    /// The last changes, oldest first; the first of them has the number `first`.
    private(set) var log: [CacheEvent] = []
    /// The first of `log` that still counts; those before it are removed together, now and then.
    private var dropped = 0
    private var firstKept = 0
    /// Changes up to this revision are not in the log.
    private(set) var forgotten: Revision
    /// About the memory that the log keeps.
    private(set) var logBytes = 0

    init(objects: [CachedObject], loadedAt revision: Revision) {
        self.objects = objects.sorted { Shelf.isOrdered($0.path, before: $1.path) }
        changed = revision
        forgotten = revision
    }

    /// The number of the first change in the log.
    var first: Int { firstKept }

    /// The number that the next change gets.
    var end: Int { firstKept + log.count - dropped }

    /// The object at a path.
    func object(at path: String) -> CachedObject? {
        let index = position(of: path)
        return index < objects.count && objects[index].path == path ? objects[index] : nil
    }

    /// Where the objects of a namespace are.
    func range(of namespace: String?) -> Range<Int> {
        guard let namespace else { return 0..<objects.count }
        return position(of: namespace + "/")..<position(of: namespace + "0")
    }

    /// Takes a change in, and returns it with what was there before.
    mutating func apply(
        _ object: CachedObject?, at path: String, _ revision: Revision
    ) -> CacheEvent? {
        let index = position(of: path)
        let isThere = index < objects.count && objects[index].path == path
        let previous = isThere ? objects[index] : nil
        switch (object, isThere) {
        case (let object?, true): objects[index] = object
        case (let object?, false): objects.insert(object, at: index)
        case (nil, true): objects.remove(at: index)
        case (nil, false): return nil
        }
        let event = CacheEvent(revision: revision, object: object, previous: previous)
        log.append(event)
        logBytes += Shelf.bytes(of: event)
        changed = revision
        return event
    }

    /// Forgets the oldest change.
    mutating func dropOldest() {
        guard dropped < log.count else { return }
        forgotten = log[dropped].revision
        logBytes -= Shelf.bytes(of: log[dropped])
        log[dropped].object = nil
        log[dropped].previous = nil
        dropped += 1
        firstKept += 1
        if dropped > 512 || dropped == log.count {
            log.removeFirst(dropped)
            dropped = 0
        }
    }

    /// The revision of the oldest change that is kept.
    var oldest: Revision? { dropped < log.count ? log[dropped].revision : nil }

    /// The changes from a number on, at most so many.
    func changes(from number: Int, limit: Int = .max) -> ArraySlice<CacheEvent> {
        let start = dropped + max(0, number - firstKept)
        guard start < log.count else { return [] }
        return log[start..<(limit < log.count - start ? start + limit : log.count)]
    }

    /// The number of the first change after a revision; nil when some were forgotten since.
    func number(after revision: Revision) -> Int? {
        guard revision >= forgotten else { return nil }
        var low = dropped
        var high = log.count
        while low < high {
            let middle = (low + high) / 2
            if log[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return firstKept + low - dropped
    }

    private func position(of path: String) -> Int {
        var low = 0
        var high = objects.count
        while low < high {
            let middle = (low + high) / 2
            if Shelf.isOrdered(objects[middle].path, before: path) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private static func isOrdered(_ a: String, before b: String) -> Bool {
        a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    private static func bytes(of event: CacheEvent) -> Int {
        // What was there before is in the log already, or was in memory anyhow.
        128 + (event.object?.bytes.count ?? event.previous?.bytes.count ?? 0)
    }
}
