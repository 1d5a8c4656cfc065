import LinuxSystem
import ObjectStore
import SQLiteStore
import Testing

/// A process that writes is killed; what it was told is durable must be there.
@Suite(.serialized) struct KillTests {
    /// What a writer was told of its last commit.
    struct Acknowledged {
        var number: [Int: Int] = [:]
        var revision: UInt64 = 0

        init(_ lines: [Substring]) {
            for line in lines {
                let words = line.split(separator: " ")
                guard words.count == 3, let writer = Int(words[0]), let number = Int(words[1]),
                    let revision = UInt64(words[2])
                else { continue }
                self.number[writer] = number
                self.revision = max(self.revision, revision)
            }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `kill -9 among 200 writers loses nothing acknowledged and leaves no half`() async throws {
        let place = try Place()
        var revision: UInt64 = 0
        // The same file over and over: each round begins with what a killed process left.
        for lines in [300, 1500, 50, 4000, 801, 2500, 203, 6000] {
            let child = try place.start("exec \(place.writer) write state.db 200")
            try place.wait(forLines: lines, from: child)
            try child.signalGroup(.kill)
            _ = try child.wait()
            let told = Acknowledged(try place.lines())
            #expect(told.revision > revision)
            let store = try SQLiteStore(path: place.path)
            revision = try await store.revision.rawValue
            #expect(revision >= told.revision)
            for (writer, number) in told.number {
                let left = try await store.get("/left/\(writer)")
                let right = try await store.get("/right/\(writer)")
                #expect(left?.value == right?.value, "half a commit of \(writer)")
                #expect(left?.modified == right?.modified)
                let found = self.number(in: left)
                // It may have gone further than it could say.
                let isThere = found.map { $0 == number || $0 == number + 1 }
                #expect(isThere ?? (number % 10 == 0 || (number + 1) % 10 == 0))
            }
            await store.close()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `each acknowledged commit has been flushed to the disk`() throws {
        let place = try Place()
        let child = try place.start(
            "exec strace -f -y -e trace=fdatasync,fsync -o calls \(place.writer) write state.db 1")
        try place.wait(forLines: 100, from: child)
        try child.signalGroup(.kill)
        _ = try child.wait()
        let calls = try place.lines("calls").filter {
            $0.contains("state.db-wal") && ($0.hasSuffix("= 0") || $0.contains("unfinished"))
        }
        #expect(calls.count >= 99, "\(calls.count) flushes of 99 commits")
    }

    /// The number a value was written with.
    func number(in value: StoredValue?) -> Int? {
        value.flatMap { Int(String(decoding: $0.value.prefix { $0 != 0x20 }, as: UTF8.self)) }
    }
}
