import JSON
import LinuxSystem
import PodNetworkCommands
import Testing

/// The verbs of `ipam`, over files as either plugin leaves them.
@Suite struct IPAMTests {
    let folder: String
    init() throws { folder = try Files.createTemporaryDirectory("martlet-ipam-verbs") }

    func run(_ words: String...) -> CommandOutcome {
        CommandProgram.run(["ipam"] + words + ["--data-dir", folder])
    }

    func write(_ path: String, _ text: String) throws {
        let path = "\(folder)/\(path)"
        try Files.createDirectories(Files.directory(of: path))
        try Files.write(path, Array(text.utf8))
    }

    /// A network with: one that lives, one whose namespace is gone, one of the reference plugin.
    func fill() throws {
        let boot = try CurrentProcess.bootID()
        let inode = try Files.status("/proc/self/ns/net").inode
        try write("pods/10.3.0.2", "lives\r\neth0")
        try write(
            ".martlet/pods/lives:eth0",
            "10.3.0.2\nboot \(boot)\nnamespace \(inode) /proc/self/ns/net\nend\n")
        try write("pods/10.3.0.3", "gone\r\neth0")
        try write(
            ".martlet/pods/gone:eth0", "10.3.0.3\nboot \(boot)\nnamespace 7 /nowhere\nend\n")
        try write("pods/10.3.0.10", "theirs\r\neth0")
    }

    @Test func `list shows who has what`() throws {
        defer { try? Files.removeTree(folder) }
        try fill()
        let outcome = run("list")
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(
            lines.first == [
                "ADDRESS", "NETWORK", "CONTAINER", "INTERFACE", "SINCE", "NAMESPACE", "LINK",
            ])
        #expect(lines.dropFirst().map { $0[0] } == ["10.3.0.2", "10.3.0.3", "10.3.0.10"])
        #expect(lines.dropFirst().map { $0[2] } == ["lives", "gone", "theirs"])
        #expect(lines.dropFirst().map { $0[5] } == ["yes", "no", "-"])
        #expect(lines.dropFirst().allSatisfy { $0[4].count == 20 && $0[4].hasSuffix("Z") })
    }

    @Test func `list in JSON has the same`() throws {
        defer { try? Files.removeTree(folder) }
        try fill()
        let list = try JSON(parsing: Array(run("list", "-o", "json").output.utf8)).array ?? []
        #expect(
            list.map { $0["container"]?.string } == ["lives", "gone", "theirs"])
        #expect(list.map { $0["namespaceExists"]?.bool } == [true, false, nil])
        #expect(list.first?["namespace"]?.string == "/proc/self/ns/net")
        #expect(list.allSatisfy { $0["linkExists"]?.bool == false })
    }

    @Test func `a folder that is not there holds nothing`() throws {
        try Files.removeTree(folder)
        #expect(run("list", "-o", "json").output == "[]\n")
        #expect(run("check").status == 0)
        #expect(run("list", "--network", "pods").status == 1)
        for verb in ["list", "check"] {
            #expect(run(verb).notice.hasPrefix("there is no folder \(folder): nothing is held"))
        }
    }

    @Test func `check finds nothing wrong with what is in order`() throws {
        defer { try? Files.removeTree(folder) }
        try write("pods/10.3.0.10", "theirs\r\neth0")
        try write("pods/last_reserved_ip.0", "10.3.0.10")
        try write("pods/lock", "")
        let outcome = run("check")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.notice == "1 address in 1 network: all is well\n")
    }

    @Test func `check names everything that is not in order`() throws {
        defer { try? Files.removeTree(folder) }
        try fill()
        try write("pods/10.3.0.20", "")
        try Files.createDirectories(folder + "/pods/10.3.0.21")
        try write("pods/10.3.0.22", "old\r\neth0")
        try write(".martlet/pods/old:eth0", "10.3.0.22\nboot former\nend\n")
        try write(".martlet/pods/cut:eth0", "10.3.0.2")
        try write(".martlet/pods/lost:eth0", "10.3.0.77\nboot x\nend\n")
        try write("other/10.3.0.2", "twice\r\neth0")
        try write(".martlet/pods/ranges", "10.3.0.1-10.3.0.254\n")
        try write(".martlet/other/ranges", "10.3.0.128-10.3.1.1\n")
        let outcome = run("check", "-o", "json")
        #expect(outcome.status == 2)
        let problems = try JSON(parsing: Array(outcome.output.utf8)).array ?? []
        let lines = problems.map {
            "\($0["network"]?.string ?? "") \($0["subject"]?.string ?? ""): "
                + ($0["problem"]?.string ?? "")
        }
        let wanted = [
            "pods 10.3.0.3: held for gone/eth0, whose namespace /nowhere is gone",
            "pods 10.3.0.20: the file names nobody; the address is as good as free",
            "pods 10.3.0.21: no address plugin wrote this: ",
            "pods 10.3.0.22: held for old/eth0 since before the last boot",
            "pods cut/eth0: its entry in the index is damaged",
            "pods lost/eth0: the index names 10.3.0.77, not held for it",
            "other 10.3.0.2: held in several networks: other, pods",
            "pods 10.3.0.1-10.3.0.254: overlaps 10.3.0.128-10.3.1.1 of network other",
        ]
        for text in wanted { #expect(lines.contains { $0.hasPrefix(text) }, "\(text)\n\(lines)") }
        #expect(lines.count == wanted.count)
        #expect(run("check", "--network", "other").status == 0)
    }

    @Test func `free refuses what is in use, and what nobody knows of, unless it must`() throws {
        defer { try? Files.removeTree(folder) }
        try fill()
        for address in ["10.3.0.2", "10.3.0.10"] {
            let refused = run("free", address)
            #expect(refused.status == 1)
            #expect(refused.notice.contains("in use"))
            #expect(Files.exists("\(folder)/pods/\(address)"))
            let forced = run("free", address, "--force")
            #expect(forced.status == 0)
            #expect(forced.output.contains("freed \(address) of network pods"))
            #expect(!Files.exists("\(folder)/pods/\(address)"))
        }
        #expect(!Files.exists("\(folder)/.martlet/pods/lives:eth0"))
        #expect(run("free", "10.3.0.2").notice == "10.3.0.2 is not held\n")
    }

    @Test func `free by container and by staleness`() throws {
        defer { try? Files.removeTree(folder) }
        try fill()
        #expect(
            run("free", "--stale").output
                == "freed 10.3.0.3 of network pods, held by gone/eth0\n")
        #expect(run("free", "--stale").notice == "nothing to free\n")
        #expect(run("free", "--container", "theirs").status == 1)
        #expect(run("free", "--container", "theirs", "--force").status == 0)
        #expect(run("free", "--container", "theirs", "--force").status == 1)
        #expect(
            try Files.list(folder + "/pods").filter { $0.hasPrefix("10.") } == ["10.3.0.2"])
    }

    @Test(arguments: [
        ["list", "x"], ["list", "--frob"], ["list", "-o", "yaml"], ["list", "--network", "../x"],
        ["check", "--stale"], ["free"], ["free", "10.3.0"], ["free", "10.3.0.1", "--stale"],
        ["free", "--container"], ["free", "10.3.0.1", "-o", "json"],
    ])
    func `arguments that make no sense are refused with the usage`(words: [String]) {
        let outcome = CommandProgram.run(["ipam"] + words)
        #expect(outcome.status == 64)
        #expect(outcome.notice.contains("usage: martlet-cni ipam"))
        try? Files.removeTree(folder)
    }
}
