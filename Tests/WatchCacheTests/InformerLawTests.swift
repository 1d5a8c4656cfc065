import APIMachinery
import ObjectStore
import Synchronization
import Testing
import WatchCache

/// What an informer knows: it lists, watches from there on, watches again from where it was when
/// the watch ends, and lists anew when it is told 410.
private actor Informer {
    private(set) var objects: [String: UInt64] = [:]
    private(set) var seen: [UInt64] = []
    private(set) var lists = 0
    private var last: UInt64 = 0
    private let cache: Mutex<WatchCache>
    private let filter: ObjectFilter

    init(_ cache: WatchCache, _ filter: ObjectFilter) {
        self.cache = Mutex(cache)
        self.filter = filter
    }

    func move(to cache: WatchCache) { self.cache.withLock { $0 = cache } }

    func list() async throws {
        let cache = cache.withLock { $0 }
        let page = try await cache.list(ListQuery(resource: configMaps, filter: filter))
        objects = [:]
        for object in page.objects { objects[object.path] = object.revision.rawValue }
        last = page.revision.rawValue
        seen = []
        lists += 1
    }

    /// Watches until a number of changes was seen, or it ends; then is ready for the next.
    func watch(_ reader: Reader, until done: @Sendable () -> Bool) async throws {
        let cache = cache.withLock { $0 }
        if lists == 0 { try await list() }
        let handle: WatchHandle
        do {
            handle = try cache.watch(.configMaps(.after(Revision(last)), filter), onto: reader)
        } catch {
            #expect(error.code == 410)
            return try await list()
        }
        try await poll {
            reader.drain()
            return done() || reader.isClosed
        }
        handle.cancel()
        reader.close()
        for event in reader.events {
            if event.type == "ERROR" {
                #expect(event.code == 410)
                return try await list()
            }
            #expect(event.revision > last, "each change once and in order")
            last = event.revision
            seen.append(event.revision)
            if event.type == "DELETED" {
                #expect(objects.removeValue(forKey: event.path) != nil)
            } else {
                #expect((objects[event.path] == nil) == (event.type == "ADDED"))
                objects[event.path] = event.revision
            }
        }
    }
}

@Suite struct InformerLawTests {
    private static let labels = ["a", "b", "c"]

    /// Changes objects at random from several tasks.
    private func write(_ cache: WatchCache, tasks: Int, each count: Int, seed: UInt64) async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var random = seed &+ UInt64(task) &* 0x9E37_79B9_7F4A_7C15 | 1
                    for _ in 0..<count {
                        random ^= random << 13
                        random ^= random >> 7
                        random ^= random << 17
                        let path = "n\(random % 3)/o\(random / 3 % 20)"
                        if random / 60 % 4 == 0 {
                            try await cache.remove(path)
                        } else {
                            let label = Self.labels[Int(random / 240 % 3)]
                            try await cache.put(path, labels: ["l": label], data: "\(random)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func filter(_ number: Int) -> ObjectFilter {
        switch number % 4 {
        case 0: return ObjectFilter()
        case 1: return ObjectFilter(namespace: "n\(number / 4 % 3)")
        case 2:
            let label = labels[number / 4 % 3]
            return ObjectFilter { $0.labels["l"] == label }
        default: return ObjectFilter(name: "o\(number / 4 % 20)")
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `informers lose nothing whatever ends their watches`(seed: UInt64) async throws {
        var limits = WatchCache.Limits()
        limits.changes = 150
        limits.pendingBytes = 2000
        let store = MemoryStore(recentChanges: 16)
        var cache = try await WatchCache.started(on: store, limits)
        let informers = (0..<60).map { Informer(cache, Self.filter($0)) }
        for round in 0..<6 {
            let writing = Flag()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, informer) in informers.enumerated() {
                    // Some watch to the end, some leave in between, some are slow, some stay away.
                    if (number + round) % 7 == 0 { continue }
                    group.addTask {
                        let reader = Reader(isSlow: (number + round) % 5 == 0)
                        let leave = (number + round) % 3 == 0 ? number % 11 : Int.max
                        try await informer.watch(reader) {
                            reader.count >= leave || writing.isDown
                        }
                    }
                }
                group.addTask { [cache] in
                    try await write(cache, tasks: 4, each: 40, seed: seed &+ UInt64(round))
                    writing.lower()
                }
                try await group.waitForAll()
            }
            try await store.compact(before: Revision(cache.revision.rawValue / 2))
            if round % 2 == 1 {
                cache.stop()
                cache = try await WatchCache.started(on: store, limits)
                for informer in informers { await informer.move(to: cache) }
            }
        }
        let end = cache.revision
        for (number, informer) in informers.enumerated() {
            try await settle(informer, cache, Self.filter(number), at: end)
        }
    }

    /// Lets an informer read to the end, and compares.
    private func settle(
        _ informer: Informer, _ cache: WatchCache, _ filter: ObjectFilter, at end: Revision
    ) async throws {
        let page = try await cache.list(ListQuery(resource: configMaps, filter: filter))
        let wanted = Dictionary(
            uniqueKeysWithValues: page.objects.map { ($0.path, $0.revision.rawValue) })
        for _ in 0..<20 where await informer.objects != wanted {
            let reader = Reader()
            let marker = ContinuousClock.now + .milliseconds(100)
            try await informer.watch(reader) { ContinuousClock.now > marker }
        }
        #expect(await informer.objects == wanted)
    }

    @Test func `a thousand watches see every change, in order`() async throws {
        let cache = try await WatchCache.started()
        let readers = (0..<1000).map { _ in Reader() }
        for reader in readers {
            _ = try cache.watch(.configMaps(.after(Revision(0))), onto: reader)
        }
        try await write(cache, tasks: 10, each: 10, seed: 42)
        let end = cache.revision.rawValue
        try await poll { readers.allSatisfy { $0.count >= Int(end) } }
        for reader in readers {
            #expect(reader.count == Int(end))
        }
        for reader in readers.prefix(20) {
            #expect(reader.events.map(\.revision) == Array(1...end))
        }
    }

    @Test func `a cache that lost its place ends its watches and is right again`() async throws {
        let store = LosingStore(after: 7)
        let cache = try await WatchCache.started(on: store)
        let seen = Seen()
        cache.observe([configMaps]) { event, _ in
            seen.add(
                (event.object == nil ? "-" : "+") + ((event.object ?? event.previous)?.path ?? ""))
        }
        let reader = Reader()
        _ = try cache.watch(.configMaps(), onto: reader)
        try await write(cache, tasks: 1, each: 20, seed: 7)
        #expect(store.losses >= 2)
        try await poll { reader.isClosed }
        #expect(reader.isClosed)
        let fresh = try await WatchCache.started(on: store)
        #expect(
            cache.list(configMaps).objects.map(\.bytes)
                == fresh.list(configMaps).objects.map(\.bytes))
        var left: Set<String> = []
        for change in seen.all {
            let path = String(change.dropFirst())
            if change.first == "+" { left.insert(path) } else { left.remove(path) }
        }
        #expect(left == Set(cache.list(configMaps).objects.map(\.path)))
        try await cache.put("n0/last")
        #expect(cache.get(configMaps, namespace: "n0", name: "last") != nil)
    }
}
