import ContainerRuntime
import LinuxSystem
import ProcessRuntime
import Testing

/// Sandboxes and containers from their start to their end.
@Suite(.timeLimit(.minutes(2))) struct PodTests {
    @Test func `a pod gets addresses, a host name, a resolver and a log`() async throws {
        try await RuntimeFixture.use { fixture in
            let runtime = fixture.runtime
            let sandbox = try await runtime.runSandbox(fixture.sandbox("web"))
            let shown = try #require(runtime.sandboxes().first)
            #expect(shown.id == sandbox && shown.isReady)
            #expect(shown.addresses.map(\.description).first == "10.88.1.2")
            #expect(shown.addresses.count == 2)
            let script = "hostname; cat /etc/resolv.conf /etc/hostname; echo bad >&2; exit 3"
            let id = try await fixture.start(
                fixture.container("main", ["sh", "-c", script]), in: sandbox)
            let end = try await fixture.wait(id) { $0.phase == .exited }
            #expect(end.exitCode == 3 && end.reason == "Error")
            #expect(end.startedAt > 0 && end.finishedAt >= end.startedAt)
            let lines = try fixture.log(end.logPath)
            #expect(
                lines.filter { $0.hasPrefix("stdout") } == [
                    "stdout F web", "stdout F nameserver 10.96.0.10",
                    "stdout F options ndots:5", "stdout F web",
                ])
            #expect(lines.contains("stderr F bad"))
            try await runtime.removeSandbox(sandbox)
            #expect(runtime.sandboxes().isEmpty)
            #expect(try await runtime.containers().isEmpty)
            #expect(try fixture.reservations().isEmpty)
            // Gone is gone: again is no error.
            try await runtime.stopSandbox(sandbox)
            try await runtime.removeSandbox(sandbox)
            try await runtime.stopContainer(id, grace: 1)
            try await runtime.removeContainer(id)
        }
    }

    @Test func `mounts are seen where they are wanted, and the machine stays as it was`()
        async throws
    {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("files"))
            let volume = "\(fixture.folder)/volume"
            try Files.createDirectories(volume)
            try Files.writeAtomically("\(volume)/key", Array("value\n".utf8))
            var container = fixture.container(
                "main",
                [
                    "sh", "-c",
                    "cat /new/place/key /etc/hosts; echo out >/new/place/out; "
                        + "echo no >/again/key || echo refused; touch /etc/made; ls /etc/made",
                ])
            container.mounts = [
                .init(containerPath: "/etc/hosts", hostPath: "\(volume)/key"),
                .init(containerPath: "/new/place", hostPath: volume),
                .init(containerPath: "/again", hostPath: volume, isReadOnly: true),
            ]
            let id = try await fixture.start(container, in: sandbox)
            let end = try await fixture.wait(id) { $0.phase == .exited }
            let lines = try fixture.log(end.logPath).filter { $0.hasPrefix("stdout") }
            #expect(
                lines == [
                    "stdout F value", "stdout F value", "stdout F refused",
                    "stdout F /etc/made",
                ])
            #expect(try Files.readText("\(volume)/out") == "out\n")
            #expect(!Files.exists("/etc/made") && !Files.exists("/new"))
        }
    }

    @Test func `containers of a pod reach each other, and other pods by their addresses`()
        async throws
    {
        try await RuntimeFixture.use { fixture in
            let runtime = fixture.runtime
            let first = try await runtime.runSandbox(fixture.sandbox("first"))
            let second = try await runtime.runSandbox(fixture.sandbox("second"))
            let server = """
                import http.server
                class H(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200); self.end_headers(); self.wfile.write(b"hello")
                    def log_message(self, *a): pass
                http.server.HTTPServer(("0.0.0.0", 8080), H).serve_forever()
                """
            let id = try await fixture.start(
                fixture.container("server", ["python3", "-c", server]), in: first)
            let ask = { (host: String) in
                let script =
                    "for i in $(seq 100); do curl -s -m 2 http://\(host):8080/ && exit 0; "
                    + "sleep 0.05; done; exit 1"
                return fixture.container("ask", ["sh", "-c", script])
            }
            for (sandbox, host) in [(first, "127.0.0.1"), (second, "10.88.1.2")] {
                let asking = try await fixture.start(ask(host), in: sandbox)
                let end = try await fixture.wait(asking) { $0.phase == .exited }
                #expect(end.exitCode == 0, "\(host)")
            }
            let socket = Descriptor(owning: try await runtime.connect(toPort: 8080, of: first))
            try socket.write(Array("GET / HTTP/1.0\r\n\r\n".utf8))
            #expect(try Poll.wait(socket.rawValue, .readable, timeout: .seconds(60)))
            try await runtime.stopContainer(id, grace: 30)
            #expect(try await fixture.state(id).exitCode == 143)
        }
    }

    @Test func `what can't start says why`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("bad"))
            let error = await #expect(throws: RuntimeError.self) {
                try await fixture.start(fixture.container("main", ["no-such"]), in: sandbox)
            }
            #expect(
                error?.message == "exec: \"no-such\": executable file not found in $PATH")
            let state = try #require(try await fixture.runtime.containers().first)
            #expect(state.phase == .exited && state.exitCode == 128)
            #expect(state.reason == "StartError")
            let missing = await #expect(throws: RuntimeError.self) {
                try await fixture.runtime.pullImage("example.com/a/b:1")
            }
            #expect(missing?.code == .image)
            #expect(missing?.message.contains("example.com%2Fa%2Fb:1") == true)
        }
    }
}
