import ObjectStore
import Testing

@Suite struct RegularCompactionTests {
    /// Looks at a store every ten seconds; what is compacted at each look.
    func oldest(_ revisions: [UInt64], keeping seconds: Int, atMost: UInt64 = 1000) -> [UInt64?] {
        var plan = CompactionPlan(keeping: .seconds(seconds), atMost: atMost)
        return revisions.enumerated().map { index, revision in
            plan.look(at: Revision(revision), after: .seconds(index * 10))?.rawValue
        }
    }

    @Test func `what is older than is kept goes`() {
        #expect(oldest([5, 8, 20, 20, 30, 31], keeping: 30) == [nil, nil, nil, 5, 8, 20])
    }

    @Test func `a store that stands still is compacted once`() {
        #expect(oldest([7, 7, 7, 7, 7], keeping: 20) == [nil, nil, 7, nil, nil])
    }

    @Test func `much is forgotten before its time`() {
        #expect(
            oldest([500, 1500, 1600, 9000, 9000], keeping: 30)
                == [nil, 500, 600, 8000, nil])
    }

    @Test func `a store is compacted until the task ends`() async throws {
        let store = MemoryStore()
        for number: UInt8 in 0..<10 {
            let write = StoreWrite(key: "/a", value: [number], expectation: .anything)
            _ = try await store.commit([write])
        }
        let compaction = RegularCompaction(
            keeping: .seconds(300), atMost: 4, interval: .milliseconds(1))
        let running = Task { await compaction.run(store) }
        while await isReadable(Revision(5), in: store) { await Task.yield() }
        #expect(await isReadable(Revision(6), in: store))
        running.cancel()
        await running.value
    }

    func isReadable(_ revision: Revision, in store: MemoryStore) async -> Bool {
        let found = try? await store.list(prefix: "", from: nil, at: revision, limit: nil)
        return found != nil
    }
}
