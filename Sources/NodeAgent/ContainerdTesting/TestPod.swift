import CRIRuntime
import ContainerRuntime
import LinuxSystem

/// A pod in a node's runtime.
package struct TestPod {
    package let node: ContainerdNode
    package let configuration: SandboxConfiguration
    package let sandbox: String

    /// Makes the sandbox, with a configuration that was changed as wanted.
    package init(
        on node: ContainerdNode, _ name: String, hostNetwork: Bool = false,
        _ change: (inout SandboxConfiguration) -> Void = { _ in }
    ) async throws {
        var configuration = SandboxConfiguration(
            namespace: "default", name: name, uid: "uid-\(name)", hostname: name,
            logDirectory: "\(node.folder)/logs/default_\(name)")
        configuration.resolverFile = ResolverFile(
            servers: ["10.96.0.10"], searches: ["default.svc.cluster.local"],
            options: ["ndots:5"])
        configuration.labels = ["app": name]
        configuration.isHostNetwork = hostNetwork
        change(&configuration)
        self.node = node
        self.configuration = configuration
        sandbox = try await node.runtime.runSandbox(configuration)
    }

    /// Makes a container that runs a shell's script, changed as wanted before it is made.
    package func create(
        _ script: String, named name: String = "main", attempt: Int = 0,
        _ change: (inout ContainerConfiguration) -> Void = { _ in }
    ) async throws -> String {
        var container = ContainerConfiguration(
            name: name, attempt: attempt, image: "martlet.test/busybox:1",
            command: ["sh", "-c", script], logPath: "\(name)/\(attempt).log")
        change(&container)
        return try await node.runtime.createContainer(
            container, in: SandboxReference(id: sandbox, configuration: configuration))
    }

    /// Makes a container and starts it.
    package func start(
        _ script: String, named name: String = "main", attempt: Int = 0,
        _ change: (inout ContainerConfiguration) -> Void = { _ in }
    ) async throws -> String {
        let id = try await create(script, named: name, attempt: attempt, change)
        try await node.runtime.startContainer(id)
        return id
    }

    package func state(of container: String) async throws -> ContainerState {
        let all = try await node.runtime.containers()
        guard let state = all.first(where: { $0.id == container }) else {
            throw ToolError(command: "find container \(container)", output: "")
        }
        return state
    }

    /// Waits for a container's end.
    package func end(of container: String) async throws -> ContainerState {
        try await poll("the container ends") {
            try await state(of: container).phase == .exited
        }
        return try await state(of: container)
    }

    /// The log's text, without times: `stdout F hello`.
    package func log(_ name: String = "main", attempt: Int = 0) throws -> [String] {
        let path = "\(configuration.logDirectory)/\(name)/\(attempt).log"
        return try Files.readText(path).split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1).dropFirst().joined()
        }
    }

    package func remove() async throws {
        try await node.runtime.stopSandbox(sandbox)
        try await node.runtime.removeSandbox(sandbox)
    }
}
