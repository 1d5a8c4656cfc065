import LinuxSystem
import Testing

@Suite(.serialized) struct EventTests {
    private let patience = Duration.seconds(10)

    @Test func `a poller tells which of its descriptors is ready`() throws {
        let poller = try EventPoller()
        let first = try EventDescriptor()
        let second = try EventDescriptor()
        try poller.add(first.descriptor, token: 11)
        try poller.add(second.descriptor, token: 22)
        #expect(try poller.wait(timeout: .zero) == [])
        second.signal()
        let ready = try poller.wait(timeout: patience)
        #expect(ready.map(\.token) == [22] && ready[0].events.contains(.readable))
        first.signal()
        #expect(Set(try poller.wait(timeout: patience).map(\.token)) == [11, 22])
        #expect(second.take() == 1)
        try poller.change(first.descriptor, .readable, token: 33)
        #expect(try poller.wait(timeout: patience).map(\.token) == [33])
        try poller.remove(first.descriptor)
        #expect(try poller.wait(timeout: .milliseconds(5)) == [])
        let twice = #expect(throws: SystemError.self) {
            try poller.add(second.descriptor, token: 1)
        }
        #expect(twice?.errno == .eexist)
    }

    @Test func `a flag is set from another thread, and counted`() throws {
        let event = try EventDescriptor()
        #expect(try event.wait(timeout: .milliseconds(2)) == false)
        let thread = try SystemThread.spawn(name: "signals") { event.signal() }
        #expect(try event.wait(timeout: patience))
        thread.join()
        event.signal()
        event.signal()
        #expect(event.take() == 2 && event.take() == 0)
    }

    @Test func `a timer fires once, again and again, or not at all`() throws {
        let timer = try TimerDescriptor()
        let poller = try EventPoller()
        try poller.add(timer.descriptor, token: 1)
        try timer.set(after: .zero)
        #expect(try poller.wait(timeout: patience).count == 1)
        #expect(timer.take() == 1)
        #expect(try poller.wait(timeout: .milliseconds(5)) == [])
        try timer.set(after: .milliseconds(1), every: .milliseconds(1))
        for _ in 0..<3 {
            #expect(try poller.wait(timeout: patience).count == 1)
            #expect(timer.take() >= 1)
        }
        try timer.cancel()
        timer.take()
        #expect(try poller.wait(timeout: .milliseconds(5)) == [])
    }

    @Test func `signals are read, with who sent them`() throws {
        let signals = try ProcessSignals([.user1])
        #expect(signals.take() == nil)
        // To this thread's process: another thread, which doesn't block it, must not get it.
        try ProcessSignals.ignore(.brokenPipe)
        let child = try ChildProcess.spawn(
            ChildProcess.Program("/bin/sh", ["-c", "exit 0"]))
        #expect(try child.wait(timeout: patience) == .exited(0))
        #expect(try signals.wait(timeout: .milliseconds(2)) == nil)
        try signals.unblock()
    }

    @Test func `changes in a folder are told by name`() throws {
        let folder = try TemporaryFolder()
        let watcher = try FileWatcher()
        let watch = try watcher.watch(folder.path)
        #expect(try watcher.events(timeout: .zero) == [])
        try Files.writeAtomically(folder("a"), [1])
        let events = try collect(watcher) { $0.name == "a" && $0.changes.contains(.movedHere) }
        #expect(events.allSatisfy { $0.watch == watch })
        try Files.overwrite(folder("a"), [2])
        try #expect(!collect(watcher) { $0.name == "a" && $0.changes.contains(.written) }.isEmpty)
        try Files.remove(folder("a"))
        try #expect(!collect(watcher) { $0.name == "a" && $0.changes.contains(.removed) }.isEmpty)
        try Files.createDirectories(folder("sub"))
        try #expect(!collect(watcher) { $0.changes.isSuperset(of: [.created, .isFolder]) }.isEmpty)
        try Files.removeTree(folder.path)
        try #expect(!collect(watcher) { $0.changes.contains(.folderRemoved) }.isEmpty)
        let missing = #expect(throws: SystemError.self) { try watcher.watch(folder.path) }
        #expect(missing?.errno == .enoent)
    }

    /// Events up to one that is wanted, with a bound; empty when it doesn't come.
    private func collect(
        _ watcher: FileWatcher, until isWanted: (FileWatcher.Event) -> Bool
    ) throws -> [FileWatcher.Event] {
        var found: [FileWatcher.Event] = []
        for _ in 0..<100 {
            found += try watcher.events(timeout: .milliseconds(100))
            if found.contains(where: isWanted) { return found }
        }
        return []
    }

    @Test func `a deadline ends, or never does`() {
        #expect(Deadline(after: nil).remaining == nil && !Deadline(after: nil).isOver)
        #expect(Deadline(after: .zero).isOver)
        #expect(Deadline(after: .seconds(-5)).isOver)
        #expect(!Deadline(after: .seconds(1_000_000_000_000_000)).isOver)
        let hour = Deadline(after: .seconds(3600))
        #expect(hour.remaining.map { $0 <= .seconds(3600) && $0 > .seconds(3500) } == true)
    }
}
