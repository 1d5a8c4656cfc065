import CRIRuntime
import ContainerRuntime
import LinuxSystem
import Logging

/// A containerd of the test's own, in namespaces that play a node.
package final class ContainerdNode: Sendable {
    package let folder: String
    package let runtime: CRIRuntime
    private let child: ChildProcess

    /// The folder of the scripts.
    package static let scripts = Files.directory(of: #filePath)

    /// A node that is ready for pods.
    /// - Parameters:
    ///   - network: the pods' network, a `.conflist`.
    ///   - plugins: the names that `martlet-cni` is called by.
    package static func start(
        network: String = dualStack, plugins: [String] = ["bridge", "host-local", "loopback"]
    ) async throws -> ContainerdNode {
        let node = try ContainerdNode { folder in
            for name in plugins {
                try Files.createLink("\(folder)/bin/\(name)", to: programs() + "/martlet-cni")
            }
            try Files.writeAtomically(
                folder + "/net.d/10-martlet.conflist", Array(network.utf8))
        }
        do {
            try await node.waitUntilReady()
            try await inBackground { try node.importImages() }
        } catch {
            try await inBackground { try node.stop() }
            throw error
        }
        return node
    }

    /// - Parameters:
    ///   - network: the file of a network namespace; nil makes a new one.
    ///   - prepare: puts into the node's folder what must be there first.
    package init(network: String? = nil, prepare: (String) throws -> Void = { _ in }) throws {
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
    package static func programs() throws -> String {
        Files.directory(of: try CurrentProcess.executablePath())
    }

    /// The images that every test runs.
    package func importImages() throws {
        let file = folder + "/images"
        try tool("/usr/bin/env", ["python3", "\(Self.scripts)/images.py", file])
        try importImages(file)
    }

    /// Takes images from an archive.
    package func importImages(_ file: String) throws {
        try tool(
            "/usr/bin/env",
            ["ctr", "--address", socket, "--namespace", "k8s.io", "images", "import", file])
    }

    /// Ends it with all that runs in it, and leaves nothing.
    package func stop() throws {
        try child.signal(.kill)
        _ = try child.wait(timeout: .seconds(20))
        try Leftovers.removeGroups(named: Files.name(of: folder))
        // Of pods that were made without that name above them.
        for kind in ["sandboxes", "containers"] {
            let records = "\(folder)/root/io.containerd.grpc.v1.cri/\(kind)"
            for id in (try? Files.list(records)) ?? [] { try Leftovers.removeGroups(named: id) }
        }
        try Files.removeTree(folder)
    }

    package var socket: String { folder + "/containerd.sock" }

    /// The addresses that are held for pods, by network.
    package var addresses: String { folder + "/var-lib/cni/networks" }

    /// A bridge with addresses of both families.
    package static let dualStack = """
        {"cniVersion": "1.0.0", "name": "martlet", "plugins": [{
          "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "hairpinMode": true,
          "ipam": {"type": "host-local",
                   "ranges": [[{"subnet": "10.244.1.0/24"}], [{"subnet": "fd00:244:1::/64"}]]}}]}
        """

    package func waitUntilReady(network: Bool = true) async throws {
        try await poll("containerd is ready", log: folder + "/containerd.log") {
            guard let readiness = try? await runtime.readiness() else { return false }
            return readiness.isReady && (readiness.isNetworkReady || !network)
        }
    }

    /// The node's first process.
    package func firstProcess() throws -> Int32 {
        let children = try Files.readText("/proc/\(child.pid)/task/\(child.pid)/children")
        guard let first = children.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw ToolError(command: "the node's first process", output: children)
        }
        return first
    }

    /// Runs a program in the node.
    @discardableResult
    package func run(_ words: String...) throws -> String {
        try tool(
            "/usr/bin/nsenter",
            ["--target", "\(try firstProcess())", "--net", "--mount", "--pid"] + words)
    }

    /// Starts a program in the node, with its number in a file: `<name>.pid`; it ends with the
    /// node.
    package func start(_ name: String, _ words: String...) throws {
        try start(name, words)
    }

    package func start(_ name: String, _ words: [String]) throws {
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
    package func kill(_ name: String) throws {
        let pid = try Files.readText("\(folder)/\(name).pid").filter(\.isNumber)
        try run("kill", "-9", pid)
    }

    /// Kills containerd; it stays away until `restartContainerd`.
    package func killContainerd() throws {
        try Files.writeAtomically(folder + "/down", [])
        try kill("containerd")
    }

    package func restartContainerd() async throws {
        try Files.remove(folder + "/down")
        try await waitUntilReady()
    }
}
