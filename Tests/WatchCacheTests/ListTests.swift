import APIMachinery
import ObjectStore
import Testing
import WatchCache

@Suite struct ListTests {
    private func paths(_ page: ListPage) -> [String] { page.objects.map(\.path) }

    @Test func `objects come in the order of their keys, whole or of one namespace`() async throws {
        let cache = try await WatchCache.started()
        for path in ["b/x", "a-b/z", "a/y", "a/x", "a.b/c", "ab/c"] { try await cache.put(path) }
        let all = cache.list(configMaps)
        #expect(all.objects.map(\.path) == ["a-b/z", "a.b/c", "a/x", "a/y", "ab/c", "b/x"])
        #expect(cache.list(configMaps, namespace: "a").objects.map(\.path) == ["a/x", "a/y"])
        #expect(cache.list(configMaps, namespace: "none").objects.isEmpty)
        #expect(cache.list(GroupResource(resource: "pods")).objects.isEmpty)
        #expect(all.revision == cache.revision)
    }

    @Test func `a write is in every read behind it`() async throws {
        let cache = try await WatchCache.started()
        for number in 1...50 {
            let revision = try await cache.put("ns/a", data: "\(number)")
            let found = cache.get(configMaps, namespace: "ns", name: "a")
            #expect(found?.revision == revision)
        }
        try await cache.remove("ns/a")
        #expect(cache.get(configMaps, namespace: "ns", name: "a") == nil)
    }

    @Test func `a failed expectation is told with what is there`() async throws {
        let cache = try await WatchCache.started()
        try await cache.put("ns/a")
        let write = StoreWrite(
            key: WatchCache.key(configMaps, namespace: "ns", name: "a"), value: [],
            expectation: .absent)
        await #expect {
            try await cache.commit([write])
        } throws: { error in
            guard case StoreError.conflict(_, let current) = error else { return false }
            return current?.modified == cache.revision
        }
    }

    @Test(arguments: [1, 2, 3, 7, 10])
    func `pages fit together though objects come and go between them`(limit: Int) async throws {
        let cache = try await WatchCache.started()
        for number in 0..<10 { try await cache.put("ns/\(number)") }
        let before = cache.list(configMaps).objects.map(\.path)
        var query = ListQuery(resource: configMaps, filter: ObjectFilter(namespace: "ns"))
        query.limit = limit
        var found: [String] = []
        var revisions: Set<Revision> = []
        repeat {
            let page = try await cache.list(query)
            found += paths(page)
            revisions.insert(page.revision)
            if !page.continueToken.isEmpty {
                #expect(page.remaining == 10 - found.count)
                #expect(page.objects.count == limit)
            }
            query.continueToken = page.continueToken
            try await cache.remove("ns/\(found.count % 10)")
            try await cache.put("ns/\(found.count)a")
        } while !query.continueToken.isEmpty
        #expect(found == before)
        #expect(revisions.count == 1)
    }

    @Test func `a selector's pages hold what it selects, and tell no count`() async throws {
        let cache = try await WatchCache.started()
        for number in 0..<9 { try await cache.put("ns/\(number)", labels: ["n": "\(number % 2)"]) }
        let filter = ObjectFilter(namespace: "ns") { $0.labels["n"] == "1" }
        var query = ListQuery(resource: configMaps, filter: filter)
        query.limit = 3
        let first = try await cache.list(query)
        #expect(paths(first) == ["ns/1", "ns/3", "ns/5"])
        #expect(first.remaining == nil)
        query.continueToken = first.continueToken
        try await cache.put("ns/9", labels: ["n": "1"])
        #expect(paths(try await cache.list(query)) == ["ns/7"])
    }

    @Test func `a past revision shows what was there then`() async throws {
        let cache = try await WatchCache.started()
        try await cache.put("ns/a", data: "old")
        let then = try await cache.put("ns/b")
        try await cache.put("ns/a", data: "new")
        try await cache.remove("ns/b")
        var query = ListQuery(resource: configMaps)
        query.moment = .exactly(then)
        let page = try await cache.list(query)
        #expect(paths(page) == ["ns/a", "ns/b"])
        #expect(page.objects.first?.object()["data", "k"] == "old")
        #expect(page.revision == then)
    }

    @Test func `a forgotten revision is expired, and a token for it shows how to go on`()
        async throws
    {
        let store = MemoryStore()
        let cache = try await WatchCache.started(on: store)
        for number in 0..<5 { try await cache.put("ns/\(number)") }
        var query = ListQuery(resource: configMaps)
        query.limit = 2
        let first = try await cache.list(query)
        try await cache.put("ns/9")
        try await store.compact(before: cache.revision)
        query.continueToken = first.continueToken
        let status = await #expect(throws: APIStatus.self) { try await cache.list(query) }
        #expect(status?.code == 410)
        #expect(status?.reason == "Expired")
        query.continueToken = status?.continueToken ?? ""
        #expect(paths(try await cache.list(query)) == ["ns/2", "ns/3"])
        var past = ListQuery(resource: configMaps)
        past.moment = .exactly(Revision(2))
        let gone = await #expect(throws: APIStatus.self) { try await cache.list(past) }
        #expect(gone?.message == "The resourceVersion for the provided list is too old.")
    }

    @Test func `a revision to come is not waited for beyond its time`() async throws {
        let cache = try await WatchCache.started()
        let next = Revision(cache.revision.rawValue + 1)
        #expect(await cache.wait(for: next, within: .milliseconds(1)) == false)
        async let waited = cache.wait(for: next, within: .seconds(10))
        try await cache.put("ns/a")
        #expect(await waited)
        var query = ListQuery(resource: configMaps)
        query.moment = .exactly(Revision(99))
        let status = await #expect(throws: APIStatus.self) { try await cache.list(query) }
        #expect(status?.code == 504)
    }

    @Test(arguments: ["x", "", "bm9uc2Vuc2U", "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ", "===="])
    func `a token that is none is a bad request`(token: String) async throws {
        let cache = try await WatchCache.started()
        var query = ListQuery(resource: configMaps)
        query.continueToken = token
        if token.isEmpty { return _ = try await cache.list(query) }
        let status = await #expect(throws: APIStatus.self) { try await cache.list(query) }
        #expect(status?.code == 400)
    }

    @Test func `observers have seen a change before its writer goes on`() async throws {
        let cache = try await WatchCache.started()
        try await cache.put("ns/before")
        let seen = Seen()
        cache.observe([configMaps]) { event, _ in
            seen.add((event.object ?? event.previous)?.path ?? "")
        }
        #expect(seen.all == ["ns/before"])
        try await cache.put("ns/a")
        #expect(seen.all == ["ns/before", "ns/a"])
        try await cache.remove("ns/a")
        #expect(seen.all == ["ns/before", "ns/a", "ns/a"])
    }
}
