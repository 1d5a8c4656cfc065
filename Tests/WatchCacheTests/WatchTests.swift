import APIMachinery
import ObjectStore
import Testing
import WatchCache

@Suite struct WatchTests {
    @Test func `a watch begins with what is there, and goes on with what changes`() async throws {
        let cache = try await WatchCache.started()
        try await cache.put("ns/a")
        try await cache.put("ns/b")
        let reader = Reader()
        var query = WatchQuery.configMaps()
        query.marksInitialEnd = true
        _ = try cache.watch(query, onto: reader)
        try await cache.put("ns/a", data: "x")
        try await cache.remove("ns/b")
        let events = try await reader.events(5).map(\.description)
        #expect(
            events == [
                "ADDED ns/a @1", "ADDED ns/b @2", "BOOKMARK  @2", "MODIFIED ns/a @3",
                "DELETED ns/b @4",
            ])
    }

    @Test func `from a revision on, each change comes once`() async throws {
        let cache = try await WatchCache.started()
        for number in 0..<20 { try await cache.put("ns/a", data: "\(number)") }
        for start: UInt64 in [0, 1, 7, 19, 20] {
            let reader = Reader()
            let handle = try cache.watch(.configMaps(.after(Revision(start))), onto: reader)
            let events = try await reader.events(20 - Int(start))
            #expect(events.map(\.revision) == Array((start + 1)..<21))
            handle.cancel()
        }
    }

    @Test func `what leaves the selection is deleted, with its last state there`() async throws {
        let cache = try await WatchCache.started()
        let start = try await cache.put("ns/a", labels: ["l": "1"])
        try await cache.put("ns/a", labels: ["l": "1"], data: "w")
        try await cache.put("ns/a", labels: ["l": "9"], data: "w")
        try await cache.put("ns/a", labels: ["l": "9"], data: "v")
        try await cache.put("ns/a", labels: ["l": "1"], data: "w")
        let reader = Reader()
        let filter = ObjectFilter { $0.labels["l"] == "1" }
        _ = try cache.watch(.configMaps(.after(start), filter), onto: reader)
        let events = try await reader.events(3).map(\.description)
        #expect(events == ["MODIFIED ns/a @2", "DELETED ns/a @3", "ADDED ns/a @5"])
    }

    @Test func `only the namespace and the name that are watched are told`() async throws {
        let cache = try await WatchCache.started()
        let readers = [Reader(), Reader(), Reader()]
        let filters = [
            ObjectFilter(namespace: "a"), ObjectFilter(name: "x"),
            ObjectFilter(namespace: "a", name: "x"),
        ]
        for (reader, filter) in zip(readers, filters) {
            _ = try cache.watch(.configMaps(.after(Revision(0)), filter), onto: reader)
        }
        for path in ["a/x", "a/y", "b/x", "ab/x", "a/end", "b/x", "a/x"] {
            try await cache.put(path)
        }
        #expect(try await readers[0].events(4).map(\.revision) == [1, 2, 5, 7])
        #expect(try await readers[1].events(5).map(\.revision) == [1, 3, 4, 6, 7])
        #expect(try await readers[2].events(2).map(\.revision) == [1, 7])
    }

    @Test func `a forgotten revision is expired at once`() async throws {
        var limits = WatchCache.Limits()
        limits.changes = 4
        let cache = try await WatchCache.started(limits)
        for number in 0..<10 { try await cache.put("ns/a", data: "\(number)") }
        let status = #expect(throws: APIStatus.self) {
            try cache.watch(.configMaps(.after(Revision(5))), onto: Reader())
        }
        #expect(status?.code == 410)
        #expect(status?.message == "too old resource version: 5 (6)")
        let reader = Reader()
        _ = try cache.watch(.configMaps(.after(Revision(6))), onto: reader)
        #expect(try await reader.events(4).map(\.revision) == [7, 8, 9, 10])
    }

    @Test func `a slow reader gets the rest once it reads, and holds nobody up`() async throws {
        var limits = WatchCache.Limits()
        limits.pendingBytes = 500
        let cache = try await WatchCache.started(limits)
        let slow = Reader(isSlow: true)
        let quick = Reader()
        _ = try cache.watch(.configMaps(.after(Revision(0))), onto: slow)
        _ = try cache.watch(.configMaps(.after(Revision(0))), onto: quick)
        for number in 0..<200 { try await cache.put("ns/a", data: "\(number)") }
        #expect(try await quick.events(200).map(\.revision) == Array(1...200))
        #expect(slow.count < 200)
        try await poll {
            slow.drain()
            return slow.count >= 200
        }
        #expect(slow.events.map(\.revision) == Array(1...200))
    }

    @Test func `a reader slower than what is remembered is told 410 and ended`() async throws {
        var limits = WatchCache.Limits()
        limits.pendingBytes = 200
        limits.changes = 10
        let cache = try await WatchCache.started(limits)
        let slow = Reader(isSlow: true)
        _ = try cache.watch(.configMaps(.after(Revision(0))), onto: slow)
        for number in 0..<200 { try await cache.put("ns/a", data: "\(number)") }
        try await poll {
            slow.drain()
            return slow.isClosed
        }
        let events = slow.events
        #expect(events.last?.type == "ERROR")
        #expect(events.last?.code == 410)
        let told = events.dropLast().map(\.revision)
        #expect(told == Array(1...UInt64(told.count)))
    }

    @Test func `a slow reader of many objects gets all of them`() async throws {
        var limits = WatchCache.Limits()
        limits.pendingBytes = 2000
        let cache = try await WatchCache.started(limits)
        for number in 100..<400 { try await cache.put("ns/\(number)") }
        let slow = Reader(isSlow: true)
        var query = WatchQuery.configMaps()
        query.marksInitialEnd = true
        _ = try cache.watch(query, onto: slow)
        try await cache.put("ns/100", data: "x")
        try await poll {
            slow.drain()
            return slow.count >= 302
        }
        let events = slow.events
        #expect(events.prefix(300).map(\.path) == (100..<400).map { "ns/\($0)" })
        #expect(events.dropFirst(300).map(\.type) == ["BOOKMARK", "MODIFIED"])
    }

    @Test func `bookmarks come as often as set, and tell what is reached`() async throws {
        var limits = WatchCache.Limits()
        limits.bookmarkInterval = .milliseconds(30)
        let cache = try await WatchCache.started(limits)
        let reader = Reader()
        var query = WatchQuery.configMaps(.after(Revision(0)))
        query.wantsBookmarks = true
        _ = try cache.watch(query, onto: reader)
        _ = try cache.watch(.configMaps(.after(Revision(0))), onto: Reader())
        try await cache.commit([
            StoreWrite(
                key: "/registry/secrets/ns/s", value: stored("ns/s"), expectation: .anything)
        ])
        try await poll { reader.events.contains { $0.revision == 1 } }
        #expect(Set(reader.events.map(\.type)) == ["BOOKMARK"])
        #expect(reader.events.last?.revision == 1)
    }

    @Test func `a watch ends after its time, and all end with the cache`() async throws {
        let cache = try await WatchCache.started()
        let short = Reader()
        let long = Reader()
        var query = WatchQuery.configMaps()
        query.timeout = .milliseconds(50)
        _ = try cache.watch(query, onto: short)
        _ = try cache.watch(.configMaps(), onto: long)
        try await poll { short.isClosed }
        #expect(short.isClosed)
        #expect(!long.isClosed)
        cache.stop()
        try await poll { long.isClosed }
        #expect(long.isClosed)
    }
}
