import Foundation
import LinuxSystem
import NetworkAddress
import Testing

/// The program as people start it.
@Suite struct CommandTests {
    static let manifest = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: prod}
        spec: {clusterIP: 10.96.0.1, ports: [{name: http, port: 80}]}

        """

    /// The program beside the tests.
    static let program: String = {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<6 {
            let path = folder.appending(path: "clusterdns").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
            folder = folder.deletingLastPathComponent()
        }
        return ".build/release/clusterdns"
    }()

    final class Run {
        let process = Process()
        let output = Pipe()
        private let log: URL

        init(_ arguments: [String]) throws {
            log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try Data().write(to: log)
            process.executableURL = URL(filePath: CommandTests.program)
            process.arguments = arguments
            process.standardError = try FileHandle(forWritingTo: log)
            process.standardOutput = output
            try process.run()
        }

        deinit { try? FileManager.default.removeItem(at: log) }

        /// What it has written to stderr so far.
        var text: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

        /// The whole of stderr and the status, once it has ended.
        func end() -> (text: String, status: Int32) {
            process.waitUntilExit()
            return (text, process.terminationStatus)
        }
    }

    /// A folder for one test, with the manifest in it.
    func withManifest(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "cluster.yaml")
        try Self.manifest.write(to: file, atomically: true, encoding: .utf8)
        try body(file)
    }

    func freePort() throws -> UInt16 {
        try DatagramSocket(bind: Rig.loopback).endpoint.port.rawValue
    }

    func waitFor(_ answer: String, port: UInt16) throws -> Bool {
        for _ in 0..<200 {
            let text = try Rig.run(
                "/usr/bin/dig",
                [
                    "@127.0.0.1", "-p", "\(port)", "+short", "+tries=1", "+time=1",
                    "web.prod.svc.cluster.local",
                ])
            if text == answer + "\n" { return true }
            MonotonicClock.sleep(.milliseconds(25))
        }
        return false
    }

    @Test func `serve follows its files, ignores SIGHUP and ends on SIGTERM`() throws {
        try withManifest { file in
            let port = try freePort()
            let run = try Run(["serve", "--from", file.path, "--listen", "127.0.0.1:\(port)"])
            #expect(try waitFor("10.96.0.1", port: port))
            let changed = Self.manifest.replacingOccurrences(of: "10.96.0.1", with: "10.96.0.2")
            try changed.write(to: file, atomically: true, encoding: .utf8)
            #expect(try waitFor("10.96.0.2", port: port))
            kill(run.process.processIdentifier, SIGHUP)
            // Broken files change nothing.
            try "kind: [".write(to: file, atomically: true, encoding: .utf8)
            let deadline = Deadline(after: .seconds(20))
            while !deadline.isOver, !run.text.contains("cluster.yaml:") {
                MonotonicClock.sleep(.milliseconds(20))
            }
            #expect(run.text.contains("cluster.yaml:"))
            #expect(try waitFor("10.96.0.2", port: port))
            let start = MonotonicClock.nanoseconds
            run.process.terminate()
            let (text, status) = run.end()
            #expect(status == 0)
            #expect(MonotonicClock.nanoseconds - start < 5_000_000_000)
            #expect(text.contains("serving cluster.local. on 127.0.0.1:\(port)"))
        }
    }

    @Test(
        arguments: [
            (["--listen", "nowhere"], "--listen \"nowhere\": expected an address", 64),
            (["--zone", "a..b"], "--zone \"a..b\": expected a domain name", 64),
            (["--ttl", "9999"], "--ttl 9999: expected a number from 0 to 3600", 64),
            (["--listen", "192.0.2.77:5399"], "no interface has this address", 1),
            (["--listen", "127.0.0.1:0", "--resolv-conf", "/nonexistent"], "/nonexistent", 1),
            (["--listen", "127.0.0.1:5", "--forward", "127.0.0.1:5"], "itself listens", 1),
        ] as [([String], String, Int32)])
    func `a mistake is one line, and the status says so`(
        options: [String], message: String, status: Int32
    ) throws {
        try withManifest { file in
            let run = try Run(["serve", "--from", file.path] + options)
            let (text, code) = run.end()
            #expect(code == status)
            let lines = text.split(separator: "\n").filter { $0.contains(message) }
            #expect(lines.count == 1, "\(text)")
        }
    }

    @Test func `a port in use is said, and nothing is served`() throws {
        try withManifest { file in
            let taken = try StreamListener(bind: Rig.loopback)
            let run = try Run(["serve", "--from", file.path, "--listen", "\(taken.endpoint)"])
            let (text, status) = run.end()
            #expect(status == 1)
            #expect(text.contains("the port is in use by another program (EADDRINUSE)"))
        }
    }

    @Test func `explain names the object, and its status whether there is one`() throws {
        try withManifest { file in
            let found = try Run(["explain", "web.prod", "A", "--from", file.path])
            let text = try found.output.fileHandleForReading.readToEnd() ?? Data()
            #expect(found.end().status == 0)
            #expect(String(decoding: text, as: UTF8.self).contains("from: Service prod/web"))
            let missing = try Run(["explain", "db.prod", "A", "--from", file.path])
            let reason = try missing.output.fileHandleForReading.readToEnd() ?? Data()
            #expect(missing.end().status == 2)
            #expect(String(decoding: reason, as: UTF8.self).contains("no Service prod/db"))
        }
    }
}
