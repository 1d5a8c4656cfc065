import ContainerRuntime
import ContainerShim
import LinuxSystem
import ProcessRuntime
import Testing

/// What happens when agents and shims end while pods run.
@Suite(.timeLimit(.minutes(2))) struct RecoveryTests {
    @Test func `another agent finds all, and goes on with it`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("kept"))
            var container = fixture.container("main", ["sh", "-c", "read x; exit 6"])
            container.hasStandardInput = true
            container.labels = ["a": "b"]
            let id = try await fixture.start(container, in: sandbox)
            let next = try fixture.restarted()
            #expect(next.sandboxes() == fixture.runtime.sandboxes())
            let shown = try #require(try await next.containers().first)
            let known = try await fixture.state(id)
            #expect(shown == known && shown.phase == .running && shown.labels == ["a": "b"])
            // Starting again what runs already is no second start.
            try await next.startContainer(id)
            #expect(try await next.containers().first?.startedAt == shown.startedAt)
            var changes = next.changes().makeAsyncIterator()
            guard
                case .streams(let streams) = try await next.openCommand(
                    CommandRequest(container: id, command: [], hasInput: true))
            else { throw RuntimeError(.failed, "no streams") }
            try await streams.write(Array("x\n".utf8))
            #expect(try await streams.wait() == 6)
            _ = await changes.next()
            _ = try await fixture.wait(id) { $0.phase == .exited && $0.exitCode == 6 }
        }
    }

    @Test func `a shim that is killed takes its container along, and this is told`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("killed"))
            let id = try await fixture.start(
                fixture.container("main", ["sleep", "1000"]), in: sandbox)
            let folder = ContainerFolder("\(fixture.folder)/state/containers/\(id)")
            let process = try #require(folder.readProcess())
            var changes = fixture.runtime.changes().makeAsyncIterator()
            try ChildProcess(pid: process.monitor.pid).signal(.kill)
            _ = await changes.next()
            let end = try await fixture.wait(id) { $0.phase == .exited }
            #expect(end.exitCode == 137 && end.message == "its shim was killed")
            for _ in 0..<6000 where process.first?.isRunning == true {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(process.first?.isRunning == false)
        }
    }

    @Test func `a sandbox whose network is gone, as after a start of the machine, is taken down`()
        async throws
    {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("lost"))
            try Mounts.unmount("\(fixture.folder)/state/netns/\(sandbox)", isLazy: true)
            let next = try fixture.restarted()
            #expect(next.sandboxes().map(\.isReady) == [false])
            #expect(try fixture.reservations().count == 2)
            try await next.removeSandbox(sandbox)
            #expect(try fixture.reservations().isEmpty && next.sandboxes().isEmpty)
            #expect(try Files.list("\(fixture.folder)/state/netns").isEmpty)
        }
    }

    @Test func `a sandbox that could not be made leaves nothing`() async throws {
        try await RuntimeFixture.use { fixture in
            try Files.remove("\(fixture.folder)/bin/host-local")
            try Files.remove("\(fixture.folder)/bin/bridge")
            let error = await #expect(throws: RuntimeError.self) {
                try await fixture.runtime.runSandbox(fixture.sandbox("none"))
            }
            #expect(error?.message.contains("failed to find plugin \"bridge\"") == true)
            // DEL can't be called without the plugin either: so it stays to be seen.
            let left = fixture.runtime.sandboxes()
            #expect(left.count == 1 && left.allSatisfy { !$0.isReady })
            let built = Files.directory(of: try CurrentProcess.executablePath())
            for name in ["bridge", "host-local"] {
                try Files.createLink("\(fixture.folder)/bin/\(name)", to: "\(built)/martlet-cni")
            }
            let next = try fixture.restarted()
            for sandbox in next.sandboxes() { try await next.removeSandbox(sandbox.id) }
            for sandbox in left { try await fixture.runtime.removeSandbox(sandbox.id) }
            #expect(try Files.list("\(fixture.folder)/state/netns").isEmpty)
        }
    }

    @Test func `what ignores its stop signal is killed after the grace`() async throws {
        try await RuntimeFixture.use { fixture in
            let sandbox = try await fixture.runtime.runSandbox(fixture.sandbox("deaf"))
            let script = "trap '' TERM; echo ready; while true; do sleep 1; done"
            let id = try await fixture.start(
                fixture.container("main", ["sh", "-c", script]), in: sandbox)
            let path = try await fixture.state(id).logPath
            for _ in 0..<6000 where try fixture.log(path).isEmpty {
                try await Task.sleep(for: .milliseconds(10))
            }
            try await fixture.runtime.stopContainer(id, grace: 1)
            #expect(try await fixture.state(id).exitCode == 137)
        }
    }
}
