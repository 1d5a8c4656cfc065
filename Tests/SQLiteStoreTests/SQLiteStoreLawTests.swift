import LinuxSystem
import ObjectStore
import ObjectStoreTesting
import SQLiteStore
import Testing

/// The laws of stores, with a SQLite file.
@Suite struct SQLiteStoreLawTests {
    struct Place: StorePlace {
        var path: String
        var recentChanges: Int

        func open() async throws -> any ObjectStore {
            try SQLiteStore(path: path, recentChanges: recentChanges)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: StoreLaw.all, [1024, 3])
    func `a SQLite file holds to`(_ law: StoreLaw, recentChanges: Int) async throws {
        let folder = try Files.createTemporaryDirectory("store")
        defer { try? Files.removeTree(folder) }
        try await law.hold(Place(path: folder + "/state.db", recentChanges: recentChanges))
    }
}
