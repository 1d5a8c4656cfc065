import Foundation
import LinuxSystem
import ObjectStore
import SQLiteStore

/// Opening a store and listing it, with 10,000 objects of 3 kB.
struct Reading {
    var folder: String
    var objects = 10_000

    func run() async throws {
        let path = folder + "/reading.db"
        try await fill(path)
        var opening: [Double] = []
        var listing: [Double] = []
        var reading: [Double] = []
        for _ in 0..<7 {
            var start = MonotonicClock.nanoseconds
            let store = try SQLiteStore(path: path)
            opening.append(milliseconds(since: start))
            start = MonotonicClock.nanoseconds
            let found = try await store.list(
                prefix: "/registry/", from: nil, at: nil, limit: nil)
            listing.append(milliseconds(since: start))
            start = MonotonicClock.nanoseconds
            for value in found.values.shuffled().prefix(1000) { _ = try await store.get(value.key) }
            reading.append(milliseconds(since: start))
            await store.close()
        }
        var raw: [Double] = []
        for _ in 0..<7 {
            let start = MonotonicClock.nanoseconds
            _ = try Files.read(path)
            raw.append(milliseconds(since: start))
        }
        print("Store.reads: \(objects) objects of 3 kB")
        print("  the file's bytes read once: \(median(raw)) ms")
        print("  opening: \(median(opening)) ms, then listing all: \(median(listing)) ms")
        print("  one key: \(median(reading)) µs")
    }

    private func fill(_ path: String) async throws {
        let store = try SQLiteStore(path: path)
        let value = [UInt8](repeating: 0x61, count: 3000)
        for batch in 0..<(objects / 100) {
            _ = try await store.commit(
                (0..<100).map {
                    StoreWrite(
                        key: "/registry/pods/n-\($0)/pod-\(batch)", value: value,
                        expectation: .absent)
                })
        }
        await store.close()
    }

    private func milliseconds(since start: UInt64) -> Double {
        Double(MonotonicClock.nanoseconds - start) / 1e6
    }

    private func median(_ values: [Double]) -> String {
        decimal(values.sorted()[values.count / 2])
    }
}
