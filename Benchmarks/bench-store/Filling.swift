import LinuxSystem
import ObjectStore
import SQLiteStore

/// Writes until the disk is full, and says how the store fares then and afterwards.
struct Filling {
    var path: String

    func run() async throws {
        let ballast = path + ".ballast"
        try Files.createExclusively(ballast, [UInt8](repeating: 1, count: 2 << 20))
        let store = try SQLiteStore(path: path)
        var stored = 0
        while await put(stored, in: store) { stored += 1 }
        for _ in 0..<3 where await put(stored, in: store) { stored += 1 }
        try await tell("reads", store, stored)
        try Files.remove(ballast)
        while stored % 7 != 0 {
            guard await put(stored, in: store) else { throw StoreError.unavailable("still full") }
            stored += 1
        }
        try await tell("goes on", store, stored)
        await store.close()
        let again = try SQLiteStore(path: path)
        try await tell("remembers", again, stored)
        await again.close()
    }

    private func value(_ number: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 20_000 + number)
    }

    private func put(_ number: Int, in store: SQLiteStore) async -> Bool {
        do {
            _ = try await store.commit([
                StoreWrite(key: "/fill/\(number)", value: value(number), expectation: .absent)
            ])
            return true
        } catch {
            print("refused: \(error)")
            return false
        }
    }

    private func tell(_ what: String, _ store: SQLiteStore, _ stored: Int) async throws {
        var isWhole = try await store.revision == Revision(UInt64(stored))
        for number in 0..<stored {
            isWhole = try await store.get("/fill/\(number)")?.value == value(number) && isWhole
        }
        let found = try await store.list(prefix: "/fill/", from: nil, at: nil, limit: nil)
        print(what, isWhole && found.values.count == stored ? "all" : "not all", "of", stored)
    }
}
