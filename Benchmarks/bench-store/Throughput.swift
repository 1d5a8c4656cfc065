import Foundation
import LinuxSystem
import ObjectStore
import SQLiteStore

/// Durable commits a second, and how long one takes.
struct Throughput {
    var folder: String
    var seconds = 3.0

    func run() async throws {
        let floor = try flushes()
        print("Store.commits: 3 kB objects, each commit on the disk before it is acknowledged")
        print("  one flush after the other (write 4 kB, fsync): \(Int(floor))/s")
        for writers in [1, 50, 200] {
            for kind in Kind.allCases { try await measure(writers, kind, floor: floor) }
        }
    }

    enum Kind: String, CaseIterable { case creates, updates }

    private func measure(_ writers: Int, _ kind: Kind, floor: Double) async throws {
        let store = try SQLiteStore(path: "\(folder)/\(kind)-\(writers).db")
        let value = [UInt8](repeating: 0x61, count: 3000)
        let end = MonotonicClock.nanoseconds + UInt64(seconds * 1e9)
        let processor = MonotonicClock.processNanoseconds
        let start = MonotonicClock.nanoseconds
        let times = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var times: [UInt64] = []
                    while MonotonicClock.nanoseconds < end {
                        let name = kind == .creates ? times.count : times.count % 50
                        let write = StoreWrite(
                            key: "/registry/pods/namespace-\(writer)/pod-\(name)", value: value,
                            expectation: .anything)
                        let before = MonotonicClock.nanoseconds
                        _ = try await store.commit([write])
                        times.append(MonotonicClock.nanoseconds - before)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let elapsed = Double(MonotonicClock.nanoseconds - start) / 1e9
        let used = Double(MonotonicClock.processNanoseconds - processor) / 1e3 / Double(times.count)
        await store.close()
        let sorted = times.sorted()
        func milliseconds(_ part: Double) -> String {
            decimal(Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1e6)
        }
        let rate = Double(times.count) / elapsed
        print(
            "  \(kind) by \(writers): \(Int(rate))/s, \(decimal(rate / floor)) of the flushes; "
                + "p50 \(milliseconds(0.5)) ms, p99 \(milliseconds(0.99)) ms; "
                + "\(decimal(used)) µs of processor time each")
    }

    /// What the disk takes of one flush after the other.
    private func flushes() throws -> Double {
        let path = folder + "/flushes"
        FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else { return .nan }
        let block = [UInt8](repeating: 0x61, count: 4096)
        var count = 0
        let start = MonotonicClock.nanoseconds
        while MonotonicClock.nanoseconds - start < 1_000_000_000 {
            try file.write(contentsOf: Data(block))
            try file.synchronize()
            count += 1
        }
        return Double(count) / (Double(MonotonicClock.nanoseconds - start) / 1e9)
    }
}

/// Two digits behind the point.
func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
}
