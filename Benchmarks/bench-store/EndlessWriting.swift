import LinuxSystem
import ObjectStore
import SQLiteStore

/// Writes until it is killed, and prints each acknowledged commit: `writer number revision`.
///
/// A commit puts one number under two keys of its writer, each tenth deletes them: whoever looks
/// afterwards can tell half a commit from a whole one.
struct EndlessWriting {
    var path: String
    var writers: Int

    func run() async throws {
        let store = try SQLiteStore(path: path)
        try StandardStream.output.write("open \(try await store.revision)\n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { try await write(writer, to: store) }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .milliseconds(50))
                    let now = try await store.revision.rawValue
                    try await store.compact(before: Revision(now - min(now, 500)))
                }
            }
            try await group.waitForAll()
        }
    }

    private func write(_ writer: Int, to store: SQLiteStore) async throws {
        for number in 1... {
            let value =
                number % 10 == 0
                ? nil
                : Array("\(number) ".utf8)
                    + [UInt8](
                        repeating: UInt8(truncatingIfNeeded: number), count: 200 + number % 3000)
            let revision = try await store.commit(
                ["/left/\(writer)", "/right/\(writer)"].map {
                    StoreWrite(key: $0, value: value, expectation: .anything)
                })
            try StandardStream.output.write("\(writer) \(number) \(revision)\n")
        }
    }
}
