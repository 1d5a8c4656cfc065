import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Testing

/// Anybody may have written into the state's folders.
@Suite struct HostileStateTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let dual = #""ranges":[[{"subnet":"10.3.0.0/29"}],[{"subnet":"fd00:3::/64"}]]"#

    /// Things that may lie under a name.
    enum Thing: String, CaseIterable {
        case junk, zeros, sparse, folder, link, dangling, strangeOwner, long

        func put(_ path: String) throws {
            try? Files.removeTree(path)
            switch self {
            case .junk: try Files.write(path, (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) })
            case .zeros: try Files.write(path, [UInt8](repeating: 0, count: 12))
            case .sparse:
                _ = try ChildProcess.spawn(.init("/usr/bin/truncate", ["-s", "1G", path])).wait()
            case .folder: try Files.createDirectories(path + "/deep")
            case .link: try Files.createLink(path, to: "/etc/passwd")
            case .dangling: try Files.createLink(path, to: "/nowhere/at/all")
            case .strangeOwner: try Files.write(path, Array("../../x\r\n../y".utf8))
            case .long: try Files.write(path, [UInt8](repeating: 0x61, count: 5000))
            }
        }
    }

    @Test(arguments: Thing.allCases)
    func `an address under whose name something lies is passed over`(thing: Thing) throws {
        let allocator = try scratch.allocator(Self.dual)
        try Files.createDirectories(scratch.folder + "/pods")
        try thing.put(scratch.folder + "/pods/10.3.0.2")
        #expect(try allocator.take("a") == ["10.3.0.3/29", "fd00:3::2/64"])
        for id in ["b", "c", "d"] { _ = try allocator.take(id) }
        // Zeros are nobody's, so the last one gets it.
        if thing == .zeros {
            #expect(try allocator.take("e").first == "10.3.0.2/29")
        } else {
            #expect(failure { _ = try allocator.take("e") }?.code == .poolExhausted)
        }
        try scratch.records().release(attachment("b"))
        try scratch.records().release(attachment("never"))
        #expect(try !scratch.held().contains("10.3.0.4"))
        #expect(try scratch.records().addresses(of: attachment("c")).count == 2)
    }

    @Test(arguments: Thing.allCases)
    func `GC removes what is nobody's, and says what it could not remove`(thing: Thing) throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.take("a")
        try thing.put(scratch.folder + "/pods/10.3.0.5")
        let problems = scratch.records().collect(keeping: [attachment("a")])
        #expect(problems.count == (thing == .folder ? 1 : 0), "\(problems)")
        #expect(
            try scratch.held()
                == ["10.3.0.2"] + (thing == .folder ? ["10.3.0.5"] : []) + ["fd00:3::2"])
        #expect(try Files.read("/etc/passwd").count > 0)
    }

    @Test(arguments: Thing.allCases)
    func `the address given out last may be anything`(thing: Thing) throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.take("a")
        try thing.put(scratch.folder + "/pods/last_reserved_ip.0")
        let before = try scratch.held()
        if [.folder, .link, .dangling].contains(thing) {
            #expect(failure { _ = try allocator.take("b") }?.code == .inputOutput)
            #expect(try scratch.held() == before)
            #expect(try scratch.entries() == ["a:eth0"])
        } else {
            #expect(try allocator.take("b") == ["10.3.0.3/29", "fd00:3::3/64"])
            #expect(try scratch.text("pods/last_reserved_ip.0") == "10.3.0.3")
        }
    }

    @Test(arguments: Thing.allCases)
    func `an entry of the index may be anything`(thing: Thing) throws {
        let allocator = try scratch.allocator(Self.dual)
        _ = try allocator.take("a")
        _ = try allocator.take("b")
        try thing.put(scratch.folder + "/.martlet/pods/a:eth0")
        #expect(try scratch.records().addresses(of: attachment("a")).count == 2)
        if thing == .folder {
            #expect(
                failure { try scratch.records().release(attachment("a")) }?.code == .inputOutput)
        } else {
            try scratch.records().release(attachment("a"))
            #expect(try scratch.entries() == ["b:eth0"])
        }
        #expect(try scratch.held() == ["10.3.0.3", "fd00:3::3"])
    }

    @Test(
        arguments: [Thing.folder, .link, .dangling, .junk, .sparse], ["lock", "pods", ".martlet"])
    func `what has the name of a folder or the lock is an error or as good as one`(
        thing: Thing, name: String
    ) throws {
        let path = name == "lock" ? scratch.folder + "/pods/lock" : scratch.folder + "/" + name
        try Files.createDirectories(Files.directory(of: path))
        try thing.put(path)
        let allocator = try scratch.allocator(Self.dual)
        let isFine =
            name == "lock" ? [.junk, .sparse].contains(thing) : thing == .folder
        if isFine {
            #expect(try allocator.take("a") == ["10.3.0.2/29", "fd00:3::2/64"])
        } else if let error = failure({ _ = try allocator.take("a") }) {
            #expect(error.code == .inputOutput)
            #expect(error.message.contains(scratch.folder), "\(error)")
        }
    }

    @Test(arguments: Thing.allCases, ["seal", ".new", "ranges"])
    func `our own files may be anything`(thing: Thing, name: String) throws {
        let allocator = try scratch.allocator(Self.dual)
        let use = AddressUse(isRouted: true)
        _ = try allocator.reserve(for: attachment("a"), use: use)
        try thing.put("\(scratch.folder)/.martlet/pods/\(name)")
        do {
            _ = try allocator.reserve(for: attachment("b"), use: use)
            #expect(thing != .folder)
            #expect(try scratch.held() == ["10.3.0.2", "10.3.0.3", "fd00:3::2", "fd00:3::3"])
        } catch let error as CNIError {
            // A folder with something in it is not ours to remove.
            #expect(thing == .folder, "\(error)")
            #expect(error.code == .inputOutput)
            #expect(try scratch.held() == ["10.3.0.2", "fd00:3::2"])
            #expect(try scratch.entries() == ["a:eth0"])
        }
        for id in ["a", "b"] { try scratch.records().release(attachment(id)) }
        #expect(try scratch.held().isEmpty)
        #expect(try scratch.entries().isEmpty)
    }

    @Test func `an entry cut anywhere loses no address`() throws {
        let whole = try Scratch()
        _ = try whole.allocator(Self.dual).take("a")
        let bytes = try Files.read(whole.folder + "/.martlet/pods/a:eth0")
        for count in 0..<bytes.count {
            let scratch = try Scratch()
            let allocator = try scratch.allocator(Self.dual)
            _ = try allocator.take("a")
            _ = try allocator.take("b")
            try Files.rewrite(
                scratch.folder + "/.martlet/pods/a:eth0", Array(bytes.prefix(count)))
            try scratch.records().release(attachment("a"))
            #expect(try scratch.held() == ["10.3.0.3", "fd00:3::3"], "cut after \(count)")
        }
    }

    @Test func `a reservation cut anywhere is given out to nobody else while its pod lives`() throws
    {
        let text = Array("web-1\r\neth0".utf8)
        for count in 1..<text.count {
            let scratch = try Scratch()
            let allocator = try scratch.allocator(Self.dual)
            _ = try allocator.take("web-1")
            try Files.rewrite(scratch.folder + "/pods/10.3.0.2", Array(text.prefix(count)))
            for id in ["b", "c", "d", "e"] {
                #expect(try allocator.take(id).first != "10.3.0.2/29")
            }
            #expect(failure { _ = try allocator.take("f") }?.code == .poolExhausted)
            // A whole id without an interface is an old plugin's file; less of it is nobody's.
            try scratch.records().release(attachment("web-1"))
            let isLeft = try scratch.held().contains("10.3.0.2")
            #expect(isLeft == !(5...7).contains(count), "cut after \(count)")
            #expect(scratch.records().collect(keeping: []).isEmpty)
            #expect(try scratch.held().isEmpty)
        }
    }

    @Test func `a name that is another way to write an address is nobody's`() throws {
        try scratch.write("pods/fd00:3:0::2", "x\r\neth0")
        try scratch.write("pods/10.3.0.2.bak", "y\r\neth0")
        #expect(
            try scratch.allocator(Self.dual).take("a") == ["10.3.0.2/29", "fd00:3::2/64"])
        try scratch.records().release(attachment("x"))
        #expect(scratch.records().collect(keeping: []).isEmpty)
        #expect(Files.exists(scratch.folder + "/pods/fd00:3:0::2"))
    }
}
