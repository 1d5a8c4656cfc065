import ObjectStore
import ObjectStoreTesting
import Testing

/// The laws of stores, with the store in memory: what keeps few commits reads its history.
@Suite struct MemoryStoreLawTests {
    struct Place: StorePlace {
        var recentChanges: Int

        func open() async throws -> any ObjectStore { MemoryStore(recentChanges: recentChanges) }
    }

    @Test(.timeLimit(.minutes(1)), arguments: StoreLaw.all.filter { !$0.needsMemory }, [1024, 3])
    func `a store in memory holds to`(_ law: StoreLaw, recentChanges: Int) async throws {
        try await law.hold(Place(recentChanges: recentChanges))
    }
}
