import APIMachinery
import ObjectStore
import Synchronization

/// Someone inside the process who follows resources: access rules, allocators.
struct Observer: Sendable {
    var shelves: Set<String>
    var action: @Sendable (CacheEvent, GroupResource) -> Void
}

/// Lets one through at a time.
private final class Gate: Sendable {
    private let lock = Mutex(())

    func pass(_ body: () -> Void) { lock.withLock { _ in body() } }
}

extension WatchCache {
    /// Calls an action for each object that is there, and for each change before its writer is
    /// acknowledged, in order and one at a time. The action must return soon, and must not write.
    public func observe(
        _ resources: [GroupResource],
        _ action: @escaping @Sendable (CacheEvent, GroupResource) -> Void
    ) {
        observe(resources) { resource, objects in
            for object in objects {
                action(
                    CacheEvent(revision: object.revision, object: object, previous: nil), resource)
            }
        } change: { event, resource in
            action(event, resource)
        }
    }

    /// Hands over the objects that are there at once, then each change before its writer is
    /// acknowledged, in order and one at a time. Neither may take long, or write.
    public func observe(
        _ resources: [GroupResource],
        present: (GroupResource, [CachedObject]) -> Void,
        change: @escaping @Sendable (CacheEvent, GroupResource) -> Void
    ) {
        // Changes wait at the gate until the observer has what was there before them.
        let gate = Gate()
        let observer = Observer(shelves: Set(resources.map(\.description))) { event, resource in
            gate.pass { change(event, resource) }
        }
        gate.pass {
            let found = state.withLock { state in
                state.observers.append(observer)
                return resources.map { resource in
                    let shelf = state.shelfNumbers[resource.description]
                    return (resource, shelf.map { state.shelves[$0].objects } ?? [])
                }
            }
            for (resource, objects) in found { present(resource, objects) }
        }
    }

    /// Reads the whole store, by pages of one revision: the next is read while one is indexed.
    func load() async throws {
        var found: [String: [CachedObject]] = [:]
        var page = try await readPage(after: nil, at: nil)
        let revision = page.revision
        while let last = page.values.last, page.remaining > 0 {
            async let next = readPage(after: last.key, at: revision)
            try Self.index(page, into: &found)
            page = try await next
        }
        try Self.index(page, into: &found)
        let ready = replaceAll(found, at: revision)
        for one in ready { one.continuation.resume(returning: true) }
        waker.yield()
    }

    private func readPage(after key: String?, at revision: Revision?) async throws -> StoreListing {
        try await store.list(
            prefix: Self.registry, from: key.map { $0 + "\0" }, at: revision, limit: 1000)
    }

    private static func index(
        _ page: StoreListing, into found: inout [String: [CachedObject]]
    ) throws {
        for value in page.values {
            guard let place = Place(key: value.key) else { continue }
            let object = try CachedObject(
                path: place.path, revision: value.modified, stored: value.value)
            found[place.shelf, default: []].append(object)
        }
    }

    /// Shows what was loaded. Watches of before end: what changed in between is not known.
    private func replaceAll(
        _ found: [String: [CachedObject]], at revision: Revision
    ) -> [Waiting] {
        let (lost, observers) = state.withLock { state in
            let lost =
                state.loads == 0 ? [:] : state.shelfNumbers.mapValues { state.shelves[$0].objects }
            for name in state.shelfNumbers.keys where found[name] == nil {
                state.shelves[state.shelfNumbers[name, default: 0]] = Shelf(
                    objects: [], loadedAt: revision)
            }
            for (name, objects) in found {
                let number = state.number(of: name)
                state.shelves[number] = Shelf(objects: objects, loadedAt: revision)
            }
            state.loadedAt = revision
            state.revision = revision
            state.loads += 1
            return (lost, state.observers)
        }
        for observer in observers {
            for shelf in observer.shelves {
                observer.tell(found[shelf] ?? [], insteadOf: lost[shelf] ?? [], shelf, revision)
            }
        }
        return state.withLock { state in
            state.settled = revision
            return state.takeReady()
        }
    }

    /// Applies the store's commits until stopped. When the store has lost the place, everything is
    /// loaded anew.
    func follow() async {
        while !state.withLock(\.isStopped) {
            do {
                let place = revision
                for try await change in store.changes(prefix: Self.registry, after: place) {
                    apply(change)
                }
                if state.withLock(\.isStopped) || Task.isCancelled { return }
                try await clock.sleep(for: .milliseconds(100))
            } catch {
                if state.withLock(\.isStopped) || Task.isCancelled { return }
                try? await clock.sleep(for: .milliseconds(100))
                if case StoreError.compacted = error { try? await load() }
            }
        }
    }

    /// Shows a commit, tells observers, and lets its writer go on.
    private func apply(_ change: StoreChange) {
        let now = clock.now
        var applied: [(shelf: String, event: CacheEvent)] = []
        let observers = state.withLock { state in
            for event in change.events {
                guard let place = Place(key: event.key) else { continue }
                let object = event.value.flatMap {
                    try? CachedObject(path: place.path, revision: change.revision, stored: $0)
                }
                let number = state.number(of: place.shelf)
                if let done = state.shelves[number].apply(object, at: place.path, change.revision) {
                    applied.append((place.shelf, done))
                }
                trim(&state.shelves[number], at: now, state.milestones)
            }
            state.revision = change.revision
            state.note(now, keep: limits.age)
            return state.observers
        }
        for (shelf, event) in applied {
            for observer in observers where observer.shelves.contains(shelf) {
                observer.action(event, GroupResource(shelf: shelf))
            }
        }
        let ready = state.withLock { state in
            state.settled = change.revision
            return state.takeReady()
        }
        for one in ready { one.continuation.resume(returning: true) }
        waker.yield()
    }

    private func trim(
        _ shelf: inout Shelf, at now: ContinuousClock.Instant,
        _ milestones: [(at: ContinuousClock.Instant, revision: Revision)]
    ) {
        while shelf.end - shelf.first > limits.changes
            || shelf.logBytes > limits.changeBytes && shelf.end - shelf.first > 1
        {
            shelf.dropOldest()
        }
        guard let first = milestones.first, now - first.at > limits.age else { return }
        while let oldest = shelf.oldest, oldest <= first.revision { shelf.dropOldest() }
    }

    static let registry = "/registry/"

    /// What a key says.
    struct Place {
        var shelf: String
        var path: String

        /// Nil for keys of something else.
        init?(key: String) {
            guard key.utf8.starts(with: WatchCache.registry.utf8) else { return nil }
            let rest = key.utf8.dropFirst(WatchCache.registry.utf8.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            shelf = String(key[rest.startIndex..<slash])
            path = String(key[rest.index(after: slash)...])
            if path.isEmpty { return nil }
        }
    }
}

extension Observer {
    /// The difference between what is there and what was there before.
    fileprivate func tell(
        _ found: [CachedObject], insteadOf lost: [CachedObject], _ shelf: String,
        _ revision: Revision
    ) {
        let resource = GroupResource(shelf: shelf)
        let before = Dictionary(lost.map { ($0.path, $0) }) { first, _ in first }
        let now = Set(found.map(\.path))
        for object in found where before[object.path]?.revision != object.revision {
            action(
                CacheEvent(
                    revision: object.revision, object: object, previous: before[object.path]),
                resource)
        }
        for object in lost where !now.contains(object.path) {
            action(CacheEvent(revision: revision, object: nil, previous: object), resource)
        }
    }
}

extension WatchCache.State {
    /// The number of a shelf, which is made when it is new.
    mutating func number(of shelf: String) -> Int {
        if let number = shelfNumbers[shelf] { return number }
        shelfNumbers[shelf] = shelves.count
        shelves.append(Shelf(objects: [], loadedAt: loadedAt))
        return shelves.count - 1
    }

    /// Takes out those whose revision is there.
    mutating func takeReady() -> [WatchCache.Waiting] {
        let settled = settled
        let ready = waiting.filter { $0.revision <= settled }
        if !ready.isEmpty { waiting.removeAll { $0.revision <= settled } }
        return ready
    }

    /// Remembers about each second which revision was reached.
    mutating func note(_ now: ContinuousClock.Instant, keep age: Duration) {
        if let last = milestones.last, now - last.at < .seconds(1) { return }
        milestones.append((now, revision))
        while milestones.count > 2, now - milestones[1].at > age { milestones.removeFirst() }
    }
}

extension GroupResource {
    /// The resource that a shelf is named after.
    init(shelf: String) {
        let parts = shelf.split(separator: ".", maxSplits: 1).map(String.init)
        self.init(group: parts.count > 1 ? parts[1] : "", resource: parts.first ?? "")
    }
}
