import CRIRuntime
import ContainerRuntime
import ContainerdTesting
import LinuxSystem
import Testing

/// How containers end, what is told of it, and what can't be had.
@Suite(.serialized, .withNode) struct ContainerKernelTests {
    @Test func `a container's end is told, with code, reason and times`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "short")
        let changes = node.runtime.changes()
        let container = try await pod.start("sleep 0.3; exit 3")
        for await _ in changes
        where try await pod.state(of: container).phase == .exited { break }
        let state = try await pod.state(of: container)
        #expect(state.exitCode == 3)
        #expect(state.reason == "Error")
        #expect(state.finishedAt > state.startedAt)
        // The next run of it is another container, and the log another file.
        let second = try await pod.start("echo again", attempt: 1)
        #expect(try await pod.end(of: second).reason == "Completed")
        #expect(try pod.log(attempt: 1) == ["stdout F again"])
        try await node.runtime.removeContainer(container)
        #expect(try await node.runtime.containers().map(\.attempt) == [1])
    }

    @Test func `a container gets its grace, and is killed after it`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "grace")
        let polite = try await pod.start(
            "trap 'echo bye; exit 5' TERM; echo up; while true; do sleep 0.05; done",
            named: "polite")
        let deaf = try await pod.start(
            "trap '' TERM; echo up; while true; do sleep 0.05; done", named: "deaf")
        try await poll("both run") { try pod.log("polite") + pod.log("deaf") == Self.up }
        try await node.runtime.stopContainer(polite, grace: 30)
        try await node.runtime.stopContainer(deaf, grace: 1)
        #expect(try await pod.state(of: polite).exitCode == 5)
        #expect(try await pod.state(of: deaf).exitCode == 137)
        #expect(try pod.log("polite").last == "stdout F bye")
        // Both are gone already: that is as good.
        try await node.runtime.stopContainer(deaf, grace: 1)
        try await node.runtime.removeContainer(deaf)
        try await node.runtime.removeContainer(deaf)
        try await node.runtime.stopSandbox("never-there")
        try await node.runtime.removeSandbox("never-there")
        try await node.runtime.stopContainer("never-there", grace: 0)
    }

    private static let up = ["stdout F up", "stdout F up"]

    @Test func `commands run in a container, and end in time`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "commands")
        let container = try await pod.start("sleep 1000")
        let result = try await node.runtime.exec(
            ["sh", "-c", "echo out; echo err >&2; exit 7"], in: container, timeout: .seconds(10))
        #expect(result.exitCode == 7)
        #expect(result.output == Array("out\n".utf8))
        #expect(result.errors == Array("err\n".utf8))
        let late = await #expect(throws: RuntimeError.self) {
            try await node.runtime.exec(
                ["sleep", "100"], in: container, timeout: .milliseconds(300))
        }
        #expect(late?.code == .timedOut)
        let missing = await #expect(throws: RuntimeError.self) {
            try await node.runtime.exec(["nothing"], in: container, timeout: .seconds(10))
        }
        #expect(missing?.message.contains("executable file not found") == true)
        let nobody = await #expect(throws: RuntimeError.self) {
            try await node.runtime.exec(["true"], in: "never-there", timeout: .seconds(10))
        }
        #expect(nobody?.code == .notFound)

        for command in [["sh"], []] {
            let opened = try await node.runtime.openCommand(
                CommandRequest(container: container, command: command))
            guard case .address(let address) = opened else {
                Issue.record("streams instead of an address")
                continue
            }
            #expect(address.hasPrefix("http://127.0.0.1:"))
        }
    }

    @Test func `what can't be had says why`() async throws {
        let node = try #require(NodeTrait.node)
        let image = try #require(try await node.runtime.image("martlet.test/busybox:1"))
        #expect(image.names.contains("martlet.test/busybox:1"))
        #expect(image.size > 0)
        #expect(try await node.runtime.images().count == 2)
        #expect(try await node.runtime.image("martlet.test/other:1") == nil)
        let pull = await #expect(throws: RuntimeError.self) {
            try await node.runtime.pullImage("martlet.test/other:1")
        }
        #expect(pull?.code == .image)
        #expect(pull?.message.contains("martlet.test/other:1") == true)

        let pod = try await TestPod(on: node, "wrong")
        await #expect(throws: RuntimeError.self) {
            try await pod.create("x") { $0.image = "martlet.test/other:1" }
        }
        let container = try await pod.create("x") { $0.command = ["/nothing"] }
        let start = await #expect(throws: RuntimeError.self) {
            try await node.runtime.startContainer(container)
        }
        #expect(start?.message.contains("no such file or directory") == true)
        let state = try await pod.state(of: container)
        #expect(state.phase == .exited && state.reason == "StartError")
        #expect(state.exitCode == 128)
    }

    @Test func `an image is fetched from a registry, and runs`() async throws {
        let node = try #require(NodeTrait.node)
        let registry = Files.directory(of: #filePath) + "/registry.py"
        try node.start(
            "registry", "python3", registry, node.folder + "/images", "127.0.0.1", "5000")
        let name = "127.0.0.1:5000/busybox:1"
        #expect(try await node.runtime.image(name) == nil)
        var fetched: ImageState?
        try await poll("the registry answers") {
            fetched = try? await node.runtime.pullImage(name)
            return fetched != nil
        }
        #expect(fetched?.names.contains(name) == true)
        #expect(try await node.runtime.image(name)?.id == fetched?.id)
        let pod = try await TestPod(on: node, "fetched")
        let container = try await pod.start("echo here") { $0.image = name }
        #expect(try await pod.end(of: container).exitCode == 0)
        #expect(try pod.log() == ["stdout F here"])
        let missing = await #expect(throws: RuntimeError.self) {
            try await node.runtime.pullImage("127.0.0.1:5000/other:1")
        }
        #expect(missing?.code == .image)
        #expect(missing?.message.contains("not found") == true)
    }

    @Test func `containers go on while containerd is killed and started again`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "steady")
        let container = try await pod.start(
            "i=0; while true; do i=$((i + 1)); echo $i; sleep 0.1; done")
        let before = try await node.runtime.containers()
        let changes = node.runtime.changes()
        try node.killContainerd()
        try await poll("the runtime is away") {
            do throws(RuntimeError) {
                _ = try await node.runtime.containers()
                return false
            } catch {
                return error.code == .unavailable
            }
        }
        try await node.restartContainerd()
        // containerd may close one of the first connections once more.
        var after: [ContainerState]?
        try await poll("the runtime answers") {
            after = try? await node.runtime.containers()
            return after != nil
        }
        #expect(after == before)
        let count = try pod.log().count
        try await poll("it still writes") { try pod.log().count > count + 3 }
        // Changes are told again as well.
        try await node.runtime.stopContainer(container, grace: 0)
        for await _ in changes
        where try await pod.state(of: container).phase == .exited { break }
        try await pod.remove()
        #expect(try await node.runtime.sandboxes().isEmpty)
    }

    // gRPC in Go sends a PING with many of its answers; swift-nio-http2 takes 200 in 30 s.
    @Test func `one connection carries thousands of calls`() async throws {
        let node = try #require(NodeTrait.node)
        let pod = try await TestPod(on: node, "busy")
        let container = try await pod.start("sleep 1000")
        for _ in 0..<3000 {
            #expect(try await node.runtime.images().count == 2)
        }
        #expect(try await pod.state(of: container).phase == .running)
    }
}
