import Foundation
import KubernetesAPI
import KubernetesFiles
import LinuxSystem
import Testing

@Suite struct FollowingTests {
    private func follow(_ path: String) async -> Observer {
        let observer = await Observer(ManifestSource(path: path, follow: true))
        _ = await observer.holds { await $0.isComplete }
        return observer
    }

    @Test func `a file that is renamed over is read again`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a") + "---\n" + namespace("b"))
        let observer = await follow(folder.file("a.yaml"))
        #expect(await observer.reaches(["a": "x", "b": "x"]))
        try folder.replace("a.yaml", namespace("b", "y") + "---\n" + namespace("c"))
        #expect(await observer.reaches(["b": "y", "c": "x"]))
        try folder.replace("a.yaml", namespace("c"))
        #expect(await observer.reaches(["c": "x"]))
        #expect(await observer.fault == nil)
    }

    @Test func `a file that is edited in place is read again`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        let observer = await follow(folder.file("a.yaml"))
        #expect(await observer.reaches(["a": "x"]))
        for round in 0..<5 {
            try folder.write("a.yaml", namespace("a", "\(round)"))
            #expect(await observer.reaches(["a": "\(round)"]))
        }
    }

    @Test func `a file is not read while its writer has it open`() async throws {
        let folder = try Folder()
        let whole = (0..<20).map { namespace("n\($0)") }.joined(separator: "---\n")
        try folder.write("a.yaml", whole)
        let observer = await follow(folder.file("a.yaml"))
        let all = Dictionary(uniqueKeysWithValues: (0..<20).map { ("n\($0)", "x") })
        #expect(await observer.reaches(all))
        // Truncates, then writes piece by piece, each end of a piece between two documents.
        let file = try #require(FileHandle(forWritingAtPath: folder.file("a.yaml")))
        let pieces = (0..<20).map { namespace("n\($0)") + "---\n" } + [namespace("last")]
        _ = try SystemThread.spawn(name: "writer") {
            // A slow writer: together its pauses are longer than the follower's patience with one.
            try? file.truncate(atOffset: 0)
            for piece in pieces {
                try? file.write(contentsOf: Data(piece.utf8))
                MonotonicClock.sleep(.milliseconds(60))
            }
            try? file.close()
        }
        #expect(await observer.reaches(all.merging(["last": "x"]) { $1 }))
        // The list, and the one object that was added: nothing was seen to go meanwhile.
        #expect(await observer.events == 21)
    }

    @Test func `what does not change makes no event`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a") + "---\n" + namespace("b"))
        let observer = await follow(folder.file("a.yaml"))
        try folder.replace(
            "a.yaml",
            "# another\n" + namespace("b") + "---\n\n" + namespace("a") + "---\n" + namespace("c"))
        #expect(await observer.reaches(["a": "x", "b": "x", "c": "x"]))
        #expect(await observer.events == 3)
    }

    @Test func `a broken file is a problem and keeps the last good state`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        let observer = await follow(folder.file("a.yaml"))
        try folder.write("a.yaml", "a: [\n")
        #expect(await observer.reaches(["a": "x"], problem: true))
        #expect(await observer.problem?.hasPrefix(folder.file("a.yaml") + ":") == true)
        try folder.write("a.yaml", "kind: Nothing\napiVersion: v1\n")
        #expect(await observer.holds { await $0.problem?.contains("unknown kind") == true })
        try folder.write("a.yaml", namespace("a"))
        #expect(await observer.reaches(["a": "x"]))
        try folder.write("a.yaml", namespace("b"))
        #expect(await observer.reaches(["b": "x"]))
    }

    @Test func `a file that is removed for long is a problem until it is back`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        let observer = await follow(folder.file("a.yaml"))
        try folder.remove("a.yaml")
        #expect(await observer.reaches(["a": "x"], problem: true))
        try folder.write("a.yaml", namespace("a", "new"))
        #expect(await observer.reaches(["a": "new"]))
    }

    @Test func `a file that is removed and created at once is no problem`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        let observer = await follow(folder.file("a.yaml"))
        for round in 0..<5 {
            try folder.remove("a.yaml")
            try folder.write("a.yaml", namespace("a", "\(round)"))
            #expect(await observer.reaches(["a": "\(round)"]))
        }
        // Never deleted in between: one event for each round and the first list.
        #expect(await observer.events == 6)
    }

    @Test func `files are added to a folder and removed from it`() async throws {
        let folder = try Folder()
        let observer = await follow(folder.path)
        #expect(await observer.reaches([:]))
        try folder.write("a.yaml", namespace("a"))
        try folder.write("b.yaml", namespace("b"))
        try folder.write("c.txt", "a: [")
        #expect(await observer.reaches(["a": "x", "b": "x"]))
        try folder.remove("a.yaml")
        #expect(await observer.reaches(["b": "x"]))
        try folder.move("c.txt", "c.yaml")
        #expect(await observer.reaches(["b": "x"], problem: true))
        try folder.write("c.yaml", namespace("c"))
        #expect(await observer.reaches(["b": "x", "c": "x"]))
        try folder.move("c.yaml", "c.off")
        #expect(await observer.reaches(["b": "x"]))
    }

    @Test func `an object may move from one file to another`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        try folder.write("b.yaml", namespace("b"))
        let observer = await follow(folder.path)
        try folder.write("b.yaml", namespace("b") + "---\n" + namespace("a"))
        #expect(await observer.reaches(["a": "x", "b": "x"], problem: true))
        #expect(await observer.problem?.contains("is already defined at") == true)
        try folder.write("a.yaml", namespace("c"))
        #expect(await observer.reaches(["a": "x", "b": "x", "c": "x"]))
        #expect(await observer.events == 3)
    }

    @Test func `a folder may be exchanged`() async throws {
        let outer = try Folder()
        try outer.makeFolder("live")
        try outer.makeFolder("next")
        try outer.write("live/a.yaml", namespace("a"))
        try outer.write("next/a.yaml", namespace("a", "next"))
        let observer = await follow(outer.file("live"))
        #expect(await observer.reaches(["a": "x"]))
        try outer.move("live", "old")
        try outer.move("next", "live")
        #expect(await observer.reaches(["a": "next"]))
        try outer.write("live/b.yaml", namespace("b"))
        #expect(await observer.reaches(["a": "next", "b": "x"]))
        // What happens in the folder that is not live any more is of no interest.
        try outer.write("old/z.yaml", "a: [")
        try outer.write("live/c.yaml", namespace("c"))
        #expect(await observer.reaches(["a": "next", "b": "x", "c": "x"]))
    }

    @Test func `a folder may be removed and made again`() async throws {
        let outer = try Folder()
        try outer.makeFolder("live")
        try outer.write("live/a.yaml", namespace("a"))
        let observer = await follow(outer.file("live"))
        #expect(await observer.reaches(["a": "x"]))
        try outer.move("live", "gone")
        try outer.remove("gone")
        #expect(await observer.reaches(["a": "x"], problem: true))
        try outer.makeFolder("live")
        try outer.write("live/b.yaml", namespace("b"))
        #expect(await observer.reaches(["b": "x"]))
    }

    @Test func `links are followed as mounted configuration exchanges them`() async throws {
        let folder = try Folder()
        try folder.makeFolder("..1")
        try folder.makeFolder("..2")
        try folder.write("..1/a.yaml", namespace("a", "one"))
        try folder.write("..2/a.yaml", namespace("a", "two"))
        try folder.link("..data", to: "..1")
        try folder.link("a.yaml", to: "..data/a.yaml")
        let whole = await follow(folder.path)
        let single = await follow(folder.file("a.yaml"))
        #expect(await whole.reaches(["a": "one"]))
        #expect(await single.reaches(["a": "one"]))
        try folder.link("..data_tmp", to: "..2")
        try folder.move("..data_tmp", "..data")
        #expect(await whole.reaches(["a": "two"]))
        #expect(await single.reaches(["a": "two"]))
    }

    @Test func `many changes at once all arrive`() async throws {
        let folder = try Folder()
        let observer = await follow(folder.path)
        for round in 0..<3 {
            for index in 0..<60 {
                try folder.write("n\(index).yaml", namespace("n\(index)", "\(round)"))
            }
        }
        let last = Dictionary(uniqueKeysWithValues: (0..<60).map { ("n\($0)", "2") })
        #expect(await observer.reaches(last))
    }

    @Test func `following ends with its consumer`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a"))
        let observer = await follow(folder.path)
        #expect(await observer.reaches(["a": "x"]))
        await observer.stop()
        #expect(await observer.holds { await $0.hasEnded })
        #expect(await observer.fault == nil)
    }
}

@Suite struct RereadingTests {
    /// Whatever is edited, a follower ends where a fresh reading does.
    @Test func `edits anywhere in a file give what reading it anew gives`() async throws {
        let folder = try Folder()
        var documents = (0..<8).map { namespace("n\($0)") }
        func text() -> String { documents.joined(separator: "---\n") }
        try folder.write("a.yaml", text())
        let observer = await Observer(ManifestSource(path: folder.path, follow: true))
        _ = await observer.holds { await $0.isComplete }
        let edits: [(inout [String]) -> Void] = [
            { $0[0] = namespace("n0", "first") },
            { $0[7] = namespace("n7", "last, and longer") },
            { $0[3] = "# a comment\n\n" + namespace("n3", "y") },
            { $0.remove(at: 4) },
            { $0.insert(namespace("m"), at: 0) },
            { $0.append(namespace("z")) },
            { $0.swapAt(1, 5) },
            { $0[2] = namespace("n1", "x") + "---\n" + namespace("q") },
            { $0.removeLast() },
            { $0.removeFirst(3) },
            {
                $0 = [
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"j\"}}"
                ]
            },
            { $0 = [namespace("n1", "w"), namespace("n2", "w")] },
            { $0 = ["%YAML 1.1\n---\n" + namespace("d")] },
            { $0 = [namespace("e")] },
        ]
        for (number, edit) in edits.enumerated() {
            edit(&documents)
            try folder.replace("a.yaml", text())
            guard let objects = try? ManifestSource.load(path: folder.path) else {
                #expect(await observer.holds { await $0.problem != nil }, "edit \(number)")
                continue
            }
            var expected: [String: String] = [:]
            for case .namespace(let object) in objects {
                expected[object.metadata.name] = object.metadata.labels["l"] ?? ""
            }
            #expect(await observer.reaches(expected), "edit \(number)")
        }
    }

    @Test func `lines are right after edits before and behind`() async throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a") + "---\n" + namespace("b"))
        let observer = await Observer(ManifestSource(path: folder.file("a.yaml"), follow: true))
        _ = await observer.holds { await $0.isComplete }
        try folder.replace(
            "a.yaml",
            "# one\n# two\n" + namespace("a") + "---\n" + namespace("b") + "---\n" + namespace("b"))
        #expect(
            await observer.holds {
                await $0.problem?.hasSuffix(
                    "a.yaml:11: Namespace b is already defined at \(folder.file("a.yaml")):7")
                    == true
            })
    }
}
