import LinuxSystem
import Testing

/// A folder that goes with its test.
final class TemporaryFolder {
    let path: String
    init() throws { path = try Files.createTemporaryDirectory("martlet-system") }
    deinit { try? Files.removeTree(path) }
    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

@Suite struct FilesTests {
    @Test func `bytes come back as they were written, whatever their number`() throws {
        let folder = try TemporaryFolder()
        for count in [0, 1, 4095, 4096, 4097, 300_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try Files.writeAtomically(folder("file"), bytes)
            #expect(try Files.read(folder("file")) == bytes)
            #expect(try Files.status(folder("file")).size == count)
        }
        #expect(try Files.list(folder.path) == ["file"])
    }

    @Test func `files of proc, which tell no size, are read whole`() throws {
        #expect(try Files.readText("/proc/self/status").contains("\nThreads:"))
        #expect(try Files.read("/proc/self/mounts").count > 10)
    }

    @Test func `an atomic write replaces, keeps the mode it is told, and leaves nothing beside it`()
        throws
    {
        let folder = try TemporaryFolder()
        try Files.writeAtomically(folder("a"), Array("one".utf8), mode: 0o600)
        let first = try Files.status(folder("a"))
        try Files.writeAtomically(folder("a"), Array("two".utf8), mode: 0o666)
        let second = try Files.status(folder("a"))
        #expect(first.permissions == 0o600 && second.permissions == 0o666)
        #expect(first.inode != second.inode && first.device == second.device)
        #expect(second.modifiedNanoseconds >= first.modifiedNanoseconds)
        #expect(try Files.readText(folder("a")) == "two")
        #expect(try Files.list(folder.path) == ["a"])
    }

    @Test func `an atomic write that fails leaves the old content and no other file`() throws {
        let folder = try TemporaryFolder()
        try Files.createDirectories(folder("taken/inside"))
        let error = #expect(throws: SystemError.self) {
            try Files.writeAtomically(folder("taken"), [1])
        }
        #expect(error?.description == "write \(folder("taken")): is a directory (EISDIR)")
        #expect(try Files.list(folder.path) == ["taken"])
    }

    @Test func `of two that create one file the second is told`() throws {
        let folder = try TemporaryFolder()
        try Files.createExclusively(folder("a"), Array("x".utf8))
        let error = #expect(throws: SystemError.self) {
            try Files.createExclusively(folder("a"), Array("y".utf8))
        }
        #expect(error?.errno == .eexist)
        #expect(error?.description == "create \(folder("a")): file exists (EEXIST)")
        #expect(try Files.readText(folder("a")) == "x")
        for path in [folder("w"), "/dev/shm/martlet-\(CurrentProcess.id)"] {
            defer { try? Files.remove(path) }
            try Files.createWhole(path, Array("w".utf8), mode: 0o604)
            #expect(try Files.readText(path) == "w")
            #expect(try Files.status(path).permissions == 0o604)
            #expect(throws: SystemError.self) { try Files.createWhole(path, []) }
            #expect(try Files.readText(path) == "w")
        }
        try Files.append(folder("a"), Array("z".utf8))
        #expect(try Files.readText(folder("a")) == "xz")
    }

    @Test func `what is missing is told by its path`() throws {
        let folder = try TemporaryFolder()
        let path = folder("none")
        func text(_ body: () throws -> Void) -> String? {
            do { try body() } catch { return "\(error)" }
            return nil
        }
        let cause = "no such file or directory (ENOENT)"
        #expect(text { _ = try Files.read(path) } == "open \(path): \(cause)")
        #expect(text { _ = try Files.list(path) } == "list \(path): \(cause)")
        #expect(text { try Files.remove(path) } == "remove \(path): \(cause)")
        #expect(text { _ = try Files.status(path) } == "stat \(path): \(cause)")
        #expect(text { _ = try Files.readLink(path) } == "read link \(path): \(cause)")
        #expect(!Files.exists(path))
    }

    @Test func `folders are made with those above, and removed with those below`() throws {
        let folder = try TemporaryFolder()
        try Files.createDirectories(folder("a/b/c"))
        try Files.createDirectories(folder("a/b/c"))
        try Files.writeAtomically(folder("a/b/file"), [1])
        try Files.createDirectories(folder("elsewhere"))
        try Files.writeAtomically(folder("elsewhere/kept"), [1])
        try Files.createLink(folder("a/b/link"), to: folder("elsewhere"))
        #expect(try Files.status(folder("a/b/link")).isDirectory)
        #expect(try Files.linkStatus(folder("a/b/link")).isSymbolicLink)
        #expect(try Files.readLink(folder("a/b/link")) == folder("elsewhere"))
        try Files.removeTree(folder("a"))
        try Files.removeTree(folder("a"))
        #expect(try Files.list(folder.path) == ["elsewhere"])
        #expect(try Files.list(folder("elsewhere")) == ["kept"])
        let inTheWay = #expect(throws: SystemError.self) {
            try Files.createDirectories(folder("elsewhere/kept/x"))
        }
        #expect(inTheWay?.errno == .enotdir)
    }

    @Test func `names are listed in order, without the folder itself`() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "n", count: 255)
        for name in ["b", "a", ".c", long] { try Files.createExclusively(folder(name), []) }
        #expect(try Files.list(folder.path) == [".c", "a", "b", long])
    }

    @Test func `a name is given only when it is free`() throws {
        let folder = try TemporaryFolder()
        try Files.createExclusively(folder("a"), [1])
        try Files.createExclusively(folder("b"), [2])
        let taken = #expect(throws: SystemError.self) {
            try Files.renameExclusively(folder("a"), to: folder("b"))
        }
        #expect(taken?.errno == .eexist)
        try Files.rename(folder("a"), to: folder("b"))
        #expect(try Files.read(folder("b")) == [1])
        try Files.renameExclusively(folder("b"), to: folder("c"))
        try Files.createHardLink(folder("d"), to: folder("c"))
        #expect(try Files.status(folder("d")).linkCount == 2)
    }

    @Test func `paths have a folder and a name`() {
        for (path, directory, name) in [
            ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b", "a", "b"),
        ] {
            #expect(Files.directory(of: path) == directory)
            #expect(Files.name(of: path) == name)
        }
    }

    @Test func `of two locks on one file the second waits no longer than it is told`() throws {
        let folder = try TemporaryFolder()
        let first = try FileLock(path: folder("lock"))
        let second = try FileLock(path: folder("lock"))
        try first.lock()
        let refused = #expect(throws: SystemError.self) { try second.lock(wait: .zero) }
        #expect(refused?.errno == .eagain)
        let late = #expect(throws: SystemError.self) {
            try second.lock(wait: .milliseconds(20))
        }
        #expect(late?.errno == .eagain)
        first.unlock()
        try second.lock(wait: .zero)
        second.unlock()
        try first.lock(.shared)
        try second.lock(.shared, wait: .zero)
    }

    @Test func `a lock is handed over from thread to thread, to one at a time`() throws {
        let folder = try TemporaryFolder()
        let path = folder("lock")
        let counter = folder("counter")
        try Files.writeAtomically(counter, Array("0".utf8))
        let threads = try (0..<4).map { number in
            try SystemThread.spawn(name: "lock-\(number)") {
                for _ in 0..<25 {
                    try? FileLock(path: path).withLock(wait: .seconds(20)) {
                        let value = Int(try Files.readText(counter)) ?? 0
                        try Files.overwrite(counter, Array(String(value + 1).utf8))
                    }
                }
            }
        }
        threads.forEach { $0.join() }
        #expect(try Files.readText(counter) == "100")
    }
}
