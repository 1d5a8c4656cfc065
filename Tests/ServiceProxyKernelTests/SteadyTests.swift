import LinuxSystem
import Testing

/// What the daemon does while little or nothing happens, seen from outside.
@Suite(.serialized) struct SteadyTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write("a.yaml", Manifests.node)
        try stage.write("b.yaml", (0..<50).map { Manifests.service($0, endpoints: 0..<4) }.joined())
    }

    @Test func `a change is one batch: nothing is started, nothing is listed`() throws {
        let trace = stage.folder + "/trace"
        let words = ["-f", "-qq", "-s", "64", "-e", "trace=execve,sendto,sendmsg", "-o", trace]
        let daemon = try stage.start(
            "/usr/bin/strace",
            words + [try Stage.svcproxy(), "sync", "--from", stage.manifests, "--node", "here"],
            name: "traced")
        defer { _ = try? daemon.stop() }
        let isReady = try stage.eventually { try stage.listing().contains("10.96.0.50") }
        #expect(isReady)
        /// The start ends when nothing more is sent for a while.
        func calls() throws -> [Substring] {
            try Files.readText(trace).split(separator: "\n").filter { !$0.contains("exit") }
        }
        var settled = try calls().count
        let isQuiet = try stage.eventually {
            let before = try calls().count
            MonotonicClock.sleep(.milliseconds(300))
            settled = try calls().count
            return settled == before
        }
        #expect(isQuiet)
        for turn in 1...5 {
            // IPv4 alone is concerned: one batch, one call.
            try stage.write("c.yaml", Manifests.service(100, endpoints: 0..<turn))
            let isSent = try stage.eventually { try calls().count >= settled + turn }
            #expect(isSent, "turn \(turn)")
        }
        MonotonicClock.sleep(.milliseconds(200))
        let more = try calls().dropFirst(settled)
        #expect(more.count == 5, "\(more)")
        for call in more {
            #expect(call.contains("NFNL_MSG_BATCH_BEGIN"), "\(call)")
            #expect(!call.contains("execve") && !call.contains("NLM_F_DUMP"), "\(call)")
        }
    }

    @Test func `while nothing happens, none of its threads wakes`() throws {
        // As on every node: without it, the metrics' address can't be had and is tried again.
        _ = try stage.run("/sbin/ip", "link", "set", "lo", "up")
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.50") })
        let tasks = "/proc/\(daemon.process.pid)/task"
        /// How often the process's threads were taken from a processor, each having had it; but
        /// for the one with which Swift's runtime counts its workers once a second.
        func switches() throws -> Int {
            try Files.list(tasks).reduce(0) { sum, thread in
                let status = try Files.readText("\(tasks)/\(thread)/status")
                let lines = status.split(separator: "\n")
                if lines.first?.hasSuffix("qos.overcommit") == true { return sum }
                return sum
                    + lines.filter { $0.contains("ctxt_switches") }
                    .compactMap { Int($0.split(separator: "\t").last ?? "") }.reduce(0, +)
            }
        }
        // What the start left to do ends soon; then whole seconds must pass without a wake-up.
        var before = 0
        let isIdle = try stage.eventually(within: .seconds(40)) {
            before = try switches()
            MonotonicClock.sleep(.seconds(3))
            return try switches() == before
        }
        #expect(isIdle)
    }
}
