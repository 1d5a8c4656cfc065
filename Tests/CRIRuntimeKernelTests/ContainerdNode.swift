import CRIRuntime
import ContainerRuntime
import LinuxSystem
import Logging
import Testing

/// A containerd of the test's own, in namespaces that play a node.
final class ContainerdNode: Sendable {
    /// The node of the test that runs; `.withNode` starts and removes it.
    @TaskLocal static var current: ContainerdNode?

    let folder: String
    let runtime: CRIRuntime
    private let child: ChildProcess

    /// The folder of the scripts.
    static let scripts = Files.directory(of: #filePath)

    /// A node that is ready for pods, with a network of its own.
    static func start() async throws -> ContainerdNode {
        let node = try ContainerdNode { folder in
            for name in ["bridge", "host-local", "loopback"] {
                try Files.createLink("\(folder)/bin/\(name)", to: programs() + "/martlet-cni")
            }
            try Files.writeAtomically(
                folder + "/net.d/10-martlet.conflist", Array(network(folder).utf8))
        }
        try await node.waitUntilReady()
        try await inBackground { try node.importImages() }
        return node
    }

    /// - Parameters:
    ///   - network: the file of a network namespace; nil makes a new one.
    ///   - prepare: puts into the node's folder what must be there first.
    init(network: String? = nil, prepare: (String) throws -> Void = { _ in }) throws {
        let folder = try Files.createTemporaryDirectory("martlet-cri")
        self.folder = folder
        let plugins = folder + "/bin"
        try Files.createDirectories(plugins)
        try Files.createDirectories(folder + "/net.d")
        try prepare(folder)
        var node = ChildProcess.Program(
            "/bin/bash",
            ["\(Self.scripts)/node.sh", folder, plugins] + (network.map { [$0] } ?? []))
        node.input = .null
        node.startsSession = true
        child = try ChildProcess.spawn(node)
        var options = CRIRuntime.Options()
        options.cgroupParent = "/" + Files.name(of: folder)
        runtime = try CRIRuntime(
            endpoint: "unix://\(folder)/containerd.sock", options: options,
            logger: Logger(label: "cri"))
    }

    /// Where the programs were built.
    static func programs() throws -> String {
        Files.directory(of: try CurrentProcess.executablePath())
    }

    /// The images that every test runs.
    func importImages() throws {
        let file = folder + "/images"
        try tool("/usr/bin/env", ["python3", "\(Self.scripts)/images.py", file])
        try importImages(file)
    }

    /// Takes images from an archive.
    func importImages(_ file: String) throws {
        try tool(
            "/usr/bin/env",
            ["ctr", "--address", socket, "--namespace", "k8s.io", "images", "import", file])
    }

    /// Ends it with all that runs in it, and leaves nothing.
    func stop() throws {
        try child.signal(.kill)
        _ = try child.wait(timeout: .seconds(20))
        Leftovers.removeGroups(named: Files.name(of: folder))
        // Of pods that were made without that name above them.
        for kind in ["sandboxes", "containers"] {
            let records = "\(folder)/root/io.containerd.grpc.v1.cri/\(kind)"
            for id in (try? Files.list(records)) ?? [] { Leftovers.removeGroups(named: id) }
        }
        try Files.removeTree(folder)
    }

    var socket: String { folder + "/containerd.sock" }

    private static func network(_ folder: String) -> String {
        """
        {"cniVersion": "1.0.0", "name": "martlet", "plugins": [{
          "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "hairpinMode": true,
          "ipam": {"type": "host-local", "dataDir": "\(folder)/addresses",
                   "ranges": [[{"subnet": "10.244.1.0/24"}], [{"subnet": "fd00:244:1::/64"}]]}}]}
        """
    }

    func waitUntilReady(network: Bool = true) async throws {
        try await poll("containerd is ready", log: folder + "/containerd.log") {
            guard let readiness = try? await runtime.readiness() else { return false }
            return readiness.isReady && (readiness.isNetworkReady || !network)
        }
    }

    /// The node's first process.
    func firstProcess() throws -> Int32 {
        let children = try Files.readText("/proc/\(child.pid)/task/\(child.pid)/children")
        return try #require(children.split(separator: " ").first.flatMap { Int32($0) })
    }

    /// Runs a program in the node.
    @discardableResult
    func run(_ words: String...) throws -> String {
        try tool(
            "/usr/bin/nsenter",
            ["--target", "\(try firstProcess())", "--net", "--mount", "--pid"] + words)
    }

    /// Starts a program in the node, with its number in a file: `<name>.pid`; it ends with the
    /// node.
    func start(_ name: String, _ words: String...) throws {
        try start(name, words)
    }

    func start(_ name: String, _ words: [String]) throws {
        let log = try Descriptor(
            opening: "\(folder)/\(name).log", [.writeOnly, .create, .append])
        var program = ChildProcess.Program(
            "/usr/bin/nsenter",
            ["--target", "\(try firstProcess())", "--net", "--mount", "--pid", "bash", "-c"]
                + [#"echo $$ > "$0"; exec "$@""#, "\(folder)/\(name).pid"] + words)
        program.input = .null
        program.output = .descriptor(log.rawValue)
        program.error = .descriptor(log.rawValue)
        program.startsSession = true
        _ = try ChildProcess.spawn(program)
    }

    /// Kills a program that `start` started.
    func kill(_ name: String) throws {
        let pid = try Files.readText("\(folder)/\(name).pid").filter(\.isNumber)
        try run("kill", "-9", pid)
    }

    /// Kills containerd; it stays away until `restartContainerd`.
    func killContainerd() throws {
        try Files.writeAtomically(folder + "/down", [])
        try kill("containerd")
    }

    func restartContainerd() async throws {
        try Files.remove(folder + "/down")
        try await waitUntilReady()
    }
}

/// Gives each test of a suite a node of its own.
struct NodeTrait: TestTrait, SuiteTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        let node = try await ContainerdNode.start()
        let result: Result<Void, any Error>
        do {
            result = .success(try await ContainerdNode.$current.withValue(node, operation: body))
        } catch {
            result = .failure(error)
        }
        // Stopping waits, on a thread that nobody else needs.
        try await inBackground { try node.stop() }
        try result.get()
    }
}

extension Trait where Self == NodeTrait {
    static var withNode: NodeTrait { NodeTrait() }
}

/// What a node leaves in the machine when its processes were killed.
enum Leftovers {
    /// Removes the control groups below every folder of a name, once their processes are through.
    static func removeGroups(named name: String) {
        let folders = ["/sys/fs/cgroup", "-depth", "-type", "d", "-path", "*/\(name)*"]
        for _ in 0..<100 {
            _ = try? tool("/usr/bin/find", folders + ["-exec", "rmdir", "{}", ";"])
            if (try? tool("/usr/bin/find", folders)) == "" { return }
            _ = try? tool("/usr/bin/sleep", ["0.05"])
        }
        Issue.record("control groups are left: \(name)")
    }
}

/// Runs a program to its end.
/// - Returns: what it printed.
@discardableResult
func tool(_ executable: String, _ arguments: [String]) throws -> String {
    let output = try Descriptor.temporary()
    var program = ChildProcess.Program(executable, arguments)
    program.input = .null
    program.output = .descriptor(output.rawValue)
    program.error = .descriptor(output.rawValue)
    let child = try ChildProcess.spawn(program)
    let ending = try child.wait(timeout: .seconds(60))
    try output.rewind()
    let text = String(decoding: try output.readAll(), as: UTF8.self)
    guard ending == .exited(0) else {
        throw ToolError(command: arguments.joined(separator: " "), output: text)
    }
    return text
}

struct ToolError: Error {
    var command: String
    var output: String
}

/// Does what blocks on a thread of its own.
@discardableResult
func inBackground<Answer: Sendable>(
    _ body: @escaping @Sendable () throws -> Answer
) async throws -> Answer {
    try await withCheckedThrowingContinuation { waiting in
        do {
            _ = try SystemThread.spawn(name: "test") {
                waiting.resume(with: Result { try body() })
            }
        } catch {
            waiting.resume(throwing: error)
        }
    }
}

/// Looks until something is so, for a minute.
func poll(
    _ what: Comment, log: String? = nil, _ isSo: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    while clock.now < end {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    let text = log.flatMap { try? Files.readText($0) } ?? ""
    Issue.record("never so: \(what) \(text.suffix(2000))")
    throw ToolError(command: "\(what)", output: "")
}
