import ContainerRuntime
import LinuxSystem
import ProcessRuntime
import Testing

/// A process runtime in a folder of its own, on a network namespace that plays the node.
final class RuntimeFixture: Sendable {
    let folder: String
    let runtime: ProcessRuntime
    private let options: ProcessRuntime.Options

    init() throws {
        folder = try Files.createTemporaryDirectory("process-runtime")
        let built = Files.directory(of: try CurrentProcess.executablePath())
        var options = ProcessRuntime.Options(
            root: "\(folder)/state", shim: "\(built)/martlet-shim")
        options.images = "\(folder)/images"
        options.networkConfigurationFolder = "\(folder)/net.d"
        options.networkPluginFolders = ["\(folder)/bin"]
        options.nodeNamespace = "\(folder)/node"
        for name in ["images", "net.d", "bin", "networks"] {
            try Files.createDirectories("\(folder)/\(name)")
        }
        for name in ["bridge", "host-local", "loopback"] {
            try Files.createLink("\(folder)/bin/\(name)", to: "\(built)/martlet-cni")
        }
        try Files.writeAtomically(
            "\(folder)/net.d/10-test.conflist", Array(Self.network(folder).utf8))
        try NetworkNamespace.create(path: "\(folder)/node")
        self.options = options
        runtime = try ProcessRuntime(options)
    }

    private static func network(_ folder: String) -> String {
        """
        {"cniVersion": "1.0.0", "name": "test", "plugins": [{
          "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": false,
          "ipam": {"type": "host-local", "dataDir": "\(folder)/networks",
            "ranges": [[{"subnet": "10.88.1.0/24"}], [{"subnet": "fd00:88:1::/64"}]]}}]}
        """
    }

    /// What the agent finds when it starts again.
    func restarted() throws -> ProcessRuntime { try ProcessRuntime(options) }

    /// Addresses that are given out.
    func reservations() throws -> [String] {
        try Files.list("\(folder)/networks/test").filter {
            !$0.hasPrefix("last_reserved_ip") && $0 != "lock"
        }
    }

    func sandbox(_ name: String) -> SandboxConfiguration {
        SandboxConfiguration(
            namespace: "default", name: name, uid: "uid-\(name)", hostname: name,
            logDirectory: "\(folder)/logs/\(name)",
            resolverFile: ResolverFile(servers: ["10.96.0.10"], options: ["ndots:5"]))
    }

    func container(_ name: String, _ command: [String]) -> ContainerConfiguration {
        ContainerConfiguration(
            name: name, attempt: 0, image: "host", command: command, logPath: "\(name)/0.log")
    }

    /// Makes and starts a container.
    func start(_ container: ContainerConfiguration, in sandbox: String) async throws -> String {
        let reference = SandboxReference(id: sandbox, configuration: self.sandbox("unused"))
        let id = try await runtime.createContainer(container, in: reference)
        try await runtime.startContainer(id)
        return id
    }

    func state(_ id: String) async throws -> ContainerState {
        try #require(try await runtime.containers().first { $0.id == id })
    }

    /// Waits until a container is as wanted.
    func wait(
        _ id: String, until isWanted: (ContainerState) -> Bool
    ) async throws -> ContainerState {
        for _ in 0..<6000 {
            let state = try await state(id)
            if isWanted(state) { return state }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw RuntimeError(.timedOut, "container \(id): \(try await state(id))")
    }

    /// The lines of a container's log, without their times.
    func log(_ path: String) throws -> [String] {
        try Files.readText(path).split(separator: "\n").map { line in
            String(line[line.index(after: line.firstIndex(of: " ") ?? line.startIndex)...])
        }
    }

    func close() async throws {
        for sandbox in runtime.sandboxes() { try await runtime.removeSandbox(sandbox.id) }
        try NetworkNamespace.remove(path: "\(folder)/node")
        try Files.removeTree(folder)
    }

    /// Gives a body a runtime, and looks that nothing is left.
    static func use(_ body: (RuntimeFixture) async throws -> Void) async throws {
        let fixture = try RuntimeFixture()
        do {
            try await body(fixture)
        } catch {
            try? await fixture.close()
            throw error
        }
        try await fixture.close()
    }
}
