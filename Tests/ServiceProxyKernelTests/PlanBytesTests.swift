import Foundation
import LinuxSystem
import Testing

/// `plan` and `sync --once` must mean the very same bytes.
@Suite(.serialized) struct PlanBytesTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write("node.yaml", Manifests.node)
    }

    /// What `sync --once` sends to nf_tables, as strace sees it: a line of hexadecimal digits for
    /// each batch.
    func sent() throws -> [String] {
        let trace = stage.folder + "/sent"
        let process = try stage.start(
            "/usr/bin/env",
            [
                "SWIFT_DETERMINISTIC_HASHING=1", "/usr/bin/strace", "-f", "-qq", "-s", "1",
                "-e", "trace=sendto", "-e", "write=all", "-o", trace, try Stage.svcproxy(), "sync",
                "--once", "--from", stage.manifests, "--node", "here",
            ], name: "sent")
        #expect(try process.wait(timeout: .seconds(60)) == .exited(0))
        // ` | 00000  14 00 00 00 10 00 01 00  00 00 00 00 00 00 00 00  ................ |`
        var buffers: [String] = []
        for line in try Files.readText(trace).split(separator: "\n") {
            guard line.hasPrefix(" | ") else { continue }
            let words = line.dropFirst(3).split(separator: " ", maxSplits: 1)
            if words.first?.allSatisfy({ $0 == "0" }) == true { buffers.append("") }
            let digits = words[1].prefix(50).filter { $0.isHexDigit }
            buffers[buffers.count - 1] += digits
        }
        // A batch begins with a message of type 16, NFNL_MSG_BATCH_BEGIN.
        return buffers.filter { $0.dropFirst(8).hasPrefix("1000") }
    }

    func planned() throws -> [String] {
        let name = UUID().uuidString
        let process = try stage.start(
            "/usr/bin/env",
            [
                "SWIFT_DETERMINISTIC_HASHING=1", try Stage.svcproxy(), "plan", "-o", "bytes",
                "--from", stage.manifests, "--node", "here",
            ], name: name)
        #expect(try process.wait(timeout: .seconds(60)) == .exited(0))
        return try Files.readText(stage.folder + "/\(name).out").split(separator: "\n")
            .map(String.init)
    }

    /// Without the first message: sync's names the ruleset's generation, a plan has none to name.
    func body(_ batch: String) throws -> Substring {
        let digits = Array(batch.prefix(2))
        let length = try #require(Int(String(digits), radix: 16))
        return batch.dropFirst(2 * length)
    }

    @Test func `sync sends the bytes that plan tells`() throws {
        for turn in 0..<3 {
            try stage.write(
                "a.yaml",
                (turn..<turn + 30).map { Manifests.service($0, endpoints: turn..<$0) }.joined())
            let planned = try planned()
            let sent = try sent()
            #expect(sent.count == planned.count && sent.count == (turn == 0 ? 2 : 1))
            for (one, other) in zip(planned, sent) { #expect(try body(one) == body(other)) }
        }
        #expect(try planned().isEmpty)
        #expect(try sent().isEmpty)
    }
}
