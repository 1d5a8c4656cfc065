import LinuxSystem
import Synchronization
import Testing

@Suite(.serialized) struct NamespaceTests {
    private func interfaces() throws -> [String] {
        try Files.readText("/proc/thread-self/net/dev").split(separator: "\n").dropFirst(2)
            .compactMap { $0.split(separator: ":").first?.split(separator: " ").first }
            .map(String.init)
    }

    @Test func `work inside runs inside, and the caller stays outside`() throws {
        let here = try NetworkNamespace.current()
        let namespace = try NetworkNamespace.create()
        #expect(namespace != here)
        let (inside, names) = try namespace.run { [self] in
            (try NetworkNamespace.current().inode, try interfaces())
        }
        #expect(inside == namespace.inode)
        #expect(names == ["lo"])
        #expect(try NetworkNamespace.current() == here)
    }

    @Test func `an error inside comes out as it is`() throws {
        let namespace = try NetworkNamespace.create()
        let error = #expect(throws: SystemError.self) {
            try namespace.run { _ = try Files.read("/nonexistent") }
        }
        #expect(error?.errno == .enoent)
    }

    @Test func `settings are those of the namespace of the thread`() throws {
        let namespace = try NetworkNamespace.create()
        let key = "net/ipv4/conf/lo/arp_announce"
        let before = try Sysctl.read(key)
        try namespace.run {
            try Sysctl.write(key, "2")
            #expect(try Sysctl.read(key) == "2")
        }
        #expect(try Sysctl.read(key) == before)
        #expect(try namespace.run { try Sysctl.read(key) } == "2")
        let invalid = #expect(throws: SystemError.self) {
            try namespace.run { try Sysctl.write(key, "many") }
        }
        #expect(
            invalid?.description
                == "set sysctl net/ipv4/conf/lo/arp_announce to many: invalid argument (EINVAL)")
    }

    @Test func `a named namespace is one that ip knows`() throws {
        let name = "mk-\(CurrentProcess.id)"
        let made = try NetworkNamespace.create(name: name)
        defer { try? NetworkNamespace.remove(name: name) }
        #expect(try NetworkNamespace.names().contains(name))
        #expect(try NetworkNamespace(name: name) == made)
        let taken = #expect(throws: SystemError.self) { try NetworkNamespace.create(name: name) }
        #expect(taken?.errno == .eexist)

        let folder = try TemporaryFolder()
        let text = try run(
            ["ip", "netns", "exec", name, "readlink", "/proc/self/ns/net"], folder)
        #expect(text == "net:[\(made.inode)]\n")
        try NetworkNamespace.remove(name: name)
        #expect(try !NetworkNamespace.names().contains(name))
        #expect(try made.run { true })
        let missing = #expect(throws: SystemError.self) { try NetworkNamespace(name: name) }
        #expect(
            missing?.description
                == "open network namespace /run/netns/\(name): no such file or directory (ENOENT)")
    }

    @Test func `a namespace of ip's opens by its name, and goes`() throws {
        let name = "mk-ip-\(CurrentProcess.id)"
        let folder = try TemporaryFolder()
        _ = try run(["ip", "netns", "add", name], folder)
        let namespace = try NetworkNamespace(name: name)
        let inside = try namespace.run { [self] in try interfaces() }
        #expect(inside == ["lo"])
        try NetworkNamespace.remove(name: name)
        #expect(try !run(["ip", "netns", "list"], folder).contains(name))
    }

    @Test func `a namespace on any path lives until it is removed`() throws {
        let folder = try TemporaryFolder()
        let path = folder("ns")
        var inode: UInt64 = 0
        do { inode = try NetworkNamespace.create(path: path).inode }
        #expect(try NetworkNamespace(path: path).inode == inode)
        try NetworkNamespace.remove(path: path)
        #expect(try Files.list(folder.path) == [])
    }

    @Test func `a file without a namespace is told, and removed all the same`() throws {
        let folder = try TemporaryFolder()
        let path = folder("ns")
        try Files.createExclusively(path, [])
        let error = #expect(throws: SystemError.self) { try NetworkNamespace(path: path) }
        #expect(
            error?.description == "open network namespace \(path): invalid argument (EINVAL)")
        let other = #expect(throws: SystemError.self) {
            try NetworkNamespace(path: "/proc/self/ns/mnt")
        }
        #expect(other?.errno == .einval)
        try NetworkNamespace.remove(path: path)
        #expect(!Files.exists(path))
    }

    @Test func `a process's namespace is found by its number`() throws {
        #expect(try NetworkNamespace(pid: CurrentProcess.id) == NetworkNamespace.current())
    }

    @Test func `no descriptor and no thread is left behind`() throws {
        var made: Set<String> = []
        for _ in 0..<20 {
            let namespace = try NetworkNamespace.create()
            made.insert("net:[\(namespace.inode)]")
            _ = try namespace.run { try NetworkNamespace.current().inode }
        }
        // Other suites run at the same time, with namespaces that may get these numbers.
        var isClean = false
        for _ in 0..<500 where !isClean {
            let open = try Files.list("/proc/self/fd").compactMap {
                try? Files.readLink("/proc/self/fd/\($0)")
            }
            let threads = try Files.list("/proc/self/task").compactMap {
                try? Files.readText("/proc/self/task/\($0)/comm")
            }
            isClean =
                made.isDisjoint(with: open) && !threads.contains { $0.hasPrefix("netns") }
            if !isClean { MonotonicClock.sleep(.milliseconds(10)) }
        }
        #expect(isClean)
    }

    @Test func `threads run, carry their name, and are joined once or never`() throws {
        let name = Mutex("")
        let thread = try SystemThread.spawn(name: "a-name-that-is-too-long") {
            let text = try? Files.readText("/proc/thread-self/comm")
            name.withLock { $0 = text ?? "" }
        }
        thread.join()
        thread.join()
        #expect(name.withLock { $0 } == "a-name-that-is-\n")
        let event = try EventDescriptor()
        _ = try SystemThread.spawn(name: "alone") { event.signal() }
        #expect(try event.wait(timeout: .seconds(10)))
        #expect(SystemThread.processorCount > 0)
    }

    /// Runs a program and returns what it printed.
    private func run(_ words: [String], _ folder: TemporaryFolder) throws -> String {
        let path = folder("output")
        let output = try Descriptor(opening: path, [.readWrite, .create, .truncate])
        var program = ChildProcess.Program("/usr/bin/env", words)
        program.output = .descriptor(output.rawValue)
        let ending = try ChildProcess.spawn(program).wait(timeout: .seconds(20))
        #expect(ending == .exited(0))
        return try Files.readText(path)
    }
}
