import LinuxSystem
import ObjectStore
import SQLiteStore

/// A folder with a store, and programs that run beside the test.
final class Place: Sendable {
    let folder: String
    var path: String { folder + "/state.db" }
    /// The program that writes until something happens to it.
    let writer: String

    init() throws {
        folder = try Files.createTemporaryDirectory("store")
        writer = Files.directory(of: try CurrentProcess.executablePath()) + "/bench-store"
    }

    deinit { try? Files.removeTree(folder) }

    /// Starts a line of shell, whose output goes to `output` and `errors` in the folder.
    func start(_ line: String) throws -> ChildProcess {
        // What an earlier program wrote is not this one's.
        for name in ["output", "errors"] where Files.exists("\(folder)/\(name)") {
            try Files.remove("\(folder)/\(name)")
        }
        var program = ChildProcess.Program("/bin/sh", ["-c", "exec >output 2>errors; \(line)"])
        program.directory = folder
        program.hasOwnMounts = true
        program.startsSession = true
        return try ChildProcess.spawn(program)
    }

    /// What a program has written so far, whole lines.
    func lines(_ name: String = "output") throws -> [Substring] {
        let text = try Files.readText("\(folder)/\(name)")
        return text[..<(text.lastIndex(of: "\n") ?? text.startIndex)].split(separator: "\n")
    }

    /// Waits for so many lines of output, at most a minute.
    func wait(forLines count: Int, from child: ChildProcess) throws {
        let deadline = Deadline(after: .seconds(60))
        while try !Files.exists(folder + "/output") || lines().count < count {
            if deadline.isOver || !child.exists { throw Late(lines: try lines().count) }
            MonotonicClock.sleep(.milliseconds(2))
        }
    }

    struct Late: Error { var lines: Int }

    /// A store with 200 values of 3 kB, closed.
    func fill() async throws {
        let store = try SQLiteStore(path: path)
        for number in 0..<200 {
            let value = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 3000)
            _ = try await store.commit([
                StoreWrite(key: "/k/\(number)", value: value, expectation: .absent)
            ])
        }
        await store.close()
    }

    /// What opening and listing the store throws, as text; nil when nothing.
    func failure() async -> String? {
        do {
            let store = try SQLiteStore(path: path)
            defer { Task { await store.close() } }
            _ = try await store.list(prefix: "", from: nil, at: nil, limit: nil)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
