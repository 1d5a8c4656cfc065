import LinuxSystem
import ObjectStore
import SQLiteStore

/// The file's size under constant updates, with compaction as the server does it.
struct Growth {
    var folder: String
    var objects = 1000
    var rounds = 8
    var updatesInRound = 10_000

    func run() async throws {
        let path = folder + "/growth.db"
        let store = try SQLiteStore(path: path)
        let value = [UInt8](repeating: 0x61, count: 3000)
        print("Store.size: \(objects) objects of 3 kB, \(updatesInRound) updates a round")
        var size = ""
        var worst: [String] = []
        for _ in 0..<rounds {
            let slowest = try await update(store, value: value)
            worst.append(decimal(slowest))
            size += " \(try megabytes(path)) + \(try megabytes(path + "-wal"))"
        }
        print("  file + log, MB, after each round:\(size)")
        print("  99th of 100 updates beside compaction, ms: \(worst.joined(separator: " "))")
        await store.close()
    }

    /// A round of updates by 50 writers while what the last round replaced is compacted.
    private func update(_ store: SQLiteStore, value: [UInt8]) async throws -> Double {
        let old = try await store.revision
        let times = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            group.addTask {
                try await store.compact(before: old)
                return []
            }
            for writer in 0..<50 {
                group.addTask {
                    var times: [UInt64] = []
                    for number in 0..<(updatesInRound / 50) {
                        let start = MonotonicClock.nanoseconds
                        _ = try await store.commit([
                            StoreWrite(
                                key: "/registry/leases/\(writer)/\(number % (objects / 50))",
                                value: value, expectation: .anything)
                        ])
                        times.append(MonotonicClock.nanoseconds - start)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Double(times.sorted()[times.count * 99 / 100]) / 1e6
    }

    private func megabytes(_ path: String) throws -> String {
        decimal(Double(try Files.status(path).size) / 1e6)
    }
}
