import Foundation
import Testing

@Suite struct KubectlLogsTests {
    static let log = """
        2026-11-21T10:00:00.000000001Z stdout F one
        2026-11-21T10:00:01.5Z stderr F two
        2026-11-21T10:00:02Z stdout P thr
        2026-11-21T10:00:02Z stdout F ee
        2026-11-21T10:00:03Z stdout F four

        """

    @Test(arguments: Kubectl.all)
    func `logs are shown whole and in part`(kubectl: Kubectl) async throws {
        try await StreamRig.with { rig in
            try rig.write("1.log", Self.log)
            try rig.write("0.log", "2026-11-21T09:00:00Z stdout F before\n")
            for (flags, shown) in [
                ([], "one\ntwo\nthree\nfour\n"),
                (["--tail=1"], "four\n"),
                (["--tail=0"], ""),
                (["--tail=99", "-c", "c"], "one\ntwo\nthree\nfour\n"),
                (["--limit-bytes=5"], "one\nt"),
                (["--since-time=2026-11-21T10:00:02Z"], "three\nfour\n"),
                (["--previous"], "before\n"),
                (
                    ["--timestamps", "--tail=3"],
                    "2026-11-21T10:00:02Z three\n2026-11-21T10:00:03Z four\n"
                ),
            ] {
                let outcome = try await rig.run(kubectl, ["logs", "p"] + flags)
                #expect(outcome.output == shown, "logs \(flags): \(outcome.errors)")
                #expect(outcome.status == 0)
            }
        }
    }

    @Test(arguments: Kubectl.all)
    func `a log that is followed goes on until its container ends`(
        kubectl: Kubectl
    ) async throws {
        try await StreamRig.with { rig in
            try rig.write("1.log", Self.log)
            let running = try Running(kubectl, ["logs", "-f", "p", "--tail=1"], in: rig)
            try await running.wait(for: "four\n")
            try rig.append("1.log", "2026-11-21T10:00:04Z stdout F fi")
            try rig.append("1.log", "ve\n2026-11-21T10:00:05Z stdout F six\n")
            try await running.wait(for: "six\n")
            try rig.append("1.log", "2026-11-21T10:00:06Z stdout F last\n")
            rig.pod.change { $0.current?.isRunning = false }
            let outcome = await running.outcome()
            #expect(outcome.output == "four\nfive\nsix\nlast\n")
            #expect(outcome.status == 0)
        }
    }

    @Test func `what has no log says why`() async throws {
        let kubectl = try #require(Kubectl.all.first)
        try await StreamRig.with { rig in
            rig.pod.change {
                $0.current = nil
                $0.previous = nil
                $0.waitingReason = "ContainerCreating"
            }
            for (arguments, message) in [
                (
                    ["p"],
                    "(BadRequest): container \"c\" in pod \"p\" is waiting to start: "
                        + "ContainerCreating"
                ),
                (
                    ["p", "-p"],
                    "(BadRequest): previous terminated container \"c\" in pod \"p\" not found"
                ),
                (["p", "-c", "x"], "container x is not valid for pod p"),
                (["nobody"], "(NotFound): pods \"nobody\" not found"),
            ] {
                let outcome = try await rig.run(kubectl, ["logs"] + arguments)
                #expect(outcome.status == 1)
                let errors = outcome.errors.replacingOccurrences(of: "error: ", with: "")
                #expect(errors.contains(message), "logs \(arguments)")
            }
            await rig.endNode()
            let outcome = try await rig.run(kubectl, ["logs", "p"])
            #expect(outcome.errors.contains("/containerLogs/default/p/c\": dial tcp 127.0.0.1:"))
            #expect(outcome.errors.contains("connect: connection refused"))
        }
    }
}
