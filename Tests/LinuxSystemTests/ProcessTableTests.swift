import LinuxSystem
import NetworkAddress
import Testing

@Suite struct ProcessTableTests {
    @Test func `a process is found by its number, with its start and namespace`() throws {
        let own = CurrentProcess.id
        #expect(try ProcessTable.ids().contains(own))
        let entry = try #require(ProcessTable.entry(own))
        #expect(entry.id == own)
        #expect(entry.start > 0)
        #expect(ProcessTable.entry(own)?.start == entry.start)
        let namespace = try NetworkNamespace.current().inode
        #expect(ProcessTable.networkNamespace(of: own) == namespace)
        #expect(ProcessTable.entry(0) == nil)
        #expect(ProcessTable.networkNamespace(of: 0) == nil)
    }

    @Test func `a child that ended is a zombie until it was waited for`() throws {
        var program = ChildProcess.Program("/bin/sh", ["-c", "exit 3"])
        program.input = .null
        let child = try ChildProcess.spawn(program)
        let deadline = Deadline(after: .seconds(10))
        while ProcessTable.entry(child.pid)?.state != "Z", !deadline.isOver {
            MonotonicClock.sleep(.milliseconds(1))
        }
        #expect(ProcessTable.entry(child.pid)?.state == "Z")
        #expect(ProcessTable.entry(child.pid)?.parent == CurrentProcess.id)
        #expect(try child.wait() == .exited(3))
        #expect(ProcessTable.entry(child.pid) == nil)
    }

    @Test func `a temporary file is read from its beginning`() throws {
        let file = try Descriptor.temporary()
        try file.write(Array("abc".utf8))
        try file.rewind()
        #expect(try file.readAll() == Array("abc".utf8))
    }

    @Test func `an address is its own name, and a name of nobody says so`() throws {
        let address = try #require(IPAddress("192.0.2.7"))
        #expect(try NameLookup.addresses(of: "192.0.2.7") == [address])
        #expect(try NameLookup.addresses(of: "192.0.2.7", family: .ipv4) == [address])
        #expect(throws: NameLookup.Failure.self) {
            try NameLookup.addresses(of: "192.0.2.7", family: .ipv6)
        }
    }
}
