import ContainerRuntime
import LinuxSystem
import ProcessRuntime
import Testing

/// Commands in containers that run, with and without streams.
@Suite(.timeLimit(.minutes(2))) struct CommandTests {
    /// Collects what a command writes until it ends.
    private func collect(
        _ streams: any CommandStreams
    ) async throws -> (output: String, errors: String, code: Int) {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        for await piece in streams.output {
            switch piece {
            case .output(let bytes): output += bytes
            case .errors(let bytes): errors += bytes
            }
        }
        let text = String(decoding: output, as: UTF8.self)
        return (text, String(decoding: errors, as: UTF8.self), try await streams.wait())
    }

    private func open(
        _ fixture: RuntimeFixture, _ request: CommandRequest
    ) async throws -> any CommandStreams {
        guard case .streams(let streams) = try await fixture.runtime.openCommand(request) else {
            throw RuntimeError(.failed, "no streams")
        }
        return streams
    }

    @Test func `a command runs in the container's own surroundings`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("inside"))
            var container = fixture.container("main", ["sleep", "1000"])
            container.environment = [("COLOUR", "blue")]
            container.workingDirectory = "/srv/work"
            let id = try await fixture.start(container, in: sandbox)
            let script = "hostname; echo $COLOUR; pwd; cat /proc/1/comm; echo no >&2; exit 7"
            let result = try await fixture.runtime.exec(
                ["sh", "-c", script], in: id, timeout: .seconds(60))
            #expect(result.exitCode == 7)
            #expect(
                String(decoding: result.output, as: UTF8.self)
                    == "inside\nblue\n/srv/work\nmartlet-shim\n")
            #expect(String(decoding: result.errors, as: UTF8.self) == "no\n")
            let missing = try await fixture.runtime.exec(
                ["no-such"], in: id, timeout: .seconds(60))
            #expect(missing.exitCode == 127)
            let late = await #expect(throws: RuntimeError.self) {
                try await fixture.runtime.exec(
                    ["sleep", "1000"], in: id, timeout: .milliseconds(200))
            }
            #expect(late?.code == .timedOut)
            let left = try await fixture.runtime.exec(
                ["sh", "-c", "ps -e -o args | grep -c '^sleep'"], in: id, timeout: .seconds(60))
            #expect(String(decoding: left.output, as: UTF8.self) == "1\n")
        }
    }

    @Test func `streams carry input and output both ways, and as much as one likes`()
        async throws
    {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("streams"))
            let id = try await fixture.start(
                fixture.container("main", ["sleep", "1000"]), in: sandbox)
            let streams = try await open(
                fixture,
                CommandRequest(
                    container: id, command: ["sh", "-c", "wc -c; echo done >&2; exit 4"],
                    hasInput: true))
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<8 { try await streams.write(piece) }
            await streams.closeInput()
            let result = try await collect(streams)
            #expect(result.output == "8388608\n" && result.errors == "done\n" && result.code == 4)
            let large = try await open(
                fixture,
                CommandRequest(
                    container: id, command: ["head", "-c", "20000000", "/dev/zero"]))
            #expect(try await collect(large).output.utf8.count == 20_000_000)
        }
    }

    @Test func `a terminal is one: it has a size, and echoes`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("terminal"))
            let id = try await fixture.start(
                fixture.container("main", ["sleep", "1000"]), in: sandbox)
            let script = "test -t 0 && read line && stty size && tty -s && echo got $line"
            let streams = try await open(
                fixture,
                CommandRequest(
                    container: id, command: ["sh", "-c", script], hasInput: true,
                    hasTerminal: true))
            await streams.resize(columns: 101, rows: 33)
            try await streams.write(Array("hello\n".utf8))
            let result = try await collect(streams)
            #expect(result.output == "hello\r\n33 101\r\ngot hello\r\n")
            #expect(result.code == 0)
            let waiting = try await open(
                fixture,
                CommandRequest(container: id, command: ["sleep", "1000"], hasTerminal: true))
            await waiting.cancel()
            #expect(try await waiting.wait() > 128)
        }
    }

    @Test func `attaching reaches the container's own process`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("attach"))
            var container = fixture.container(
                "main", ["sh", "-c", "cat; echo end >&2; exit 5"])
            container.hasStandardInput = true
            container.closesStandardInputAfterFirst = true
            let id = try await fixture.start(container, in: sandbox)
            let streams = try await open(
                fixture, CommandRequest(container: id, command: [], hasInput: true))
            try await streams.write(Array("one\ntwo\n".utf8))
            await streams.closeInput()
            let result = try await collect(streams)
            #expect(result.output == "one\ntwo\n" && result.errors == "end\n" && result.code == 5)
            let end = try await fixture.wait(id) { $0.phase == .exited }
            #expect(
                try fixture.log(end.logPath).sorted()
                    == ["stderr F end", "stdout F one", "stdout F two"])
        }
    }

    @Test func `a container with a terminal is attached to as one`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("shell"))
            var container = fixture.container("main", ["sh", "-c", "read x; stty size; exit 2"])
            container.hasStandardInput = true
            container.hasTerminal = true
            let id = try await fixture.start(container, in: sandbox)
            let streams = try await open(
                fixture,
                CommandRequest(container: id, command: [], hasInput: true, hasTerminal: true))
            await streams.resize(columns: 80, rows: 24)
            try await streams.write(Array("go\n".utf8))
            let result = try await collect(streams)
            #expect(result.output == "go\r\n24 80\r\n" && result.code == 2)
        }
    }
}
