import LinuxSystem
import ProxySettings
import Testing

@Suite struct ConntrackSettingsTests {
    /// Applies settings to a folder in the place of `/proc/sys/net/netfilter`.
    func apply(
        _ settings: ConntrackSettings, to files: [String: Int]
    ) throws -> (outcome: ConntrackSettings.Outcome, files: [String: Int]) {
        let folder = try Files.createTemporaryDirectory("conntrack")
        defer { try? Files.removeTree(folder) }
        for (name, value) in files {
            try Files.writeAtomically("\(folder)/nf_conntrack_\(name)", Array("\(value)\n".utf8))
        }
        let outcome = settings.apply(processors: 4, folder: folder)
        var after: [String: Int] = [:]
        for name in files.keys {
            let text = try Files.readText("\(folder)/nf_conntrack_\(name)")
            after[name] = text.split(separator: "\n").first.flatMap { Int($0) }
        }
        return (outcome, after)
    }

    static let kernel = [
        "max": 65536, "tcp_timeout_established": 432_000, "tcp_timeout_close_wait": 60,
        "tcp_be_liberal": 0, "udp_timeout": 30, "udp_timeout_stream": 120,
    ]

    @Test func `defaults raise and never lower`() throws {
        let (outcome, files) = try apply(ConntrackSettings(), to: Self.kernel)
        var expected = Self.kernel
        expected["max"] = 131072
        expected["tcp_timeout_close_wait"] = 3600
        #expect(files == expected)
        #expect(
            outcome.changes == [
                "nf_conntrack_max = 131072", "nf_conntrack_tcp_timeout_close_wait = 3600",
            ])
        #expect(outcome.problems == [])
    }

    @Test func `what is asked for is set, and zero leaves alone`() throws {
        var settings = ConntrackSettings()
        settings.maxPerCore = 0
        settings.tcpEstablished = .init(asked: .seconds(600))
        settings.tcpCloseWait = .init(asked: .zero)
        settings.tcpBeLiberal = true
        settings.udp = .init(asked: .milliseconds(1))
        settings.udpStream = .init(asked: .seconds(300))
        let (_, files) = try apply(settings, to: Self.kernel)
        #expect(
            files == [
                "max": 65536, "tcp_timeout_established": 600, "tcp_timeout_close_wait": 60,
                "tcp_be_liberal": 1, "udp_timeout": 1, "udp_timeout_stream": 300,
            ])
    }

    @Test func `the limit is per processor, above the least, and never lowered`() throws {
        var settings = ConntrackSettings()
        settings.maxPerCore = 100_000
        #expect(try apply(settings, to: Self.kernel).files["max"] == 400_000)
        settings.maxPerCore = 1
        settings.min = 70_000
        #expect(try apply(settings, to: Self.kernel).files["max"] == 70_000)
        settings.min = 2
        #expect(try apply(settings, to: Self.kernel).files["max"] == 65536)
    }

    @Test func `one that can't be set is told, and the rest goes on`() throws {
        var files = Self.kernel
        files["max"] = nil
        let (outcome, after) = try apply(ConntrackSettings(), to: files)
        #expect(after["tcp_timeout_close_wait"] == 3600)
        #expect(outcome.problems.count == 1)
        #expect(outcome.problems.first?.hasPrefix("nf_conntrack_max: not set to 131072: ") == true)
    }
}
