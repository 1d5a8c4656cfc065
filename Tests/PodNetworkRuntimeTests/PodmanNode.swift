import ContainerdTesting
import LinuxSystem
import PodNetworkTesting

/// A node where podman starts containers, with CNI as its network.
final class PodmanNode: Sendable {
    let folder: String
    private let child: ChildProcess

    /// What `podman run` runs.
    static let image = "martlet.test/busybox:1"

    /// What podman calls for a network that it made.
    static let plugins = ["bridge", "host-local", "portmap", "firewall", "tuning"]

    /// Puts the list for podman among its networks.
    func installList() throws {
        try Files.createLink(
            folder + "/bin/martlet", to: Implementation.ours.executable("martlet"))
        try Files.writeAtomically(
            folder + "/net.d/10-martlet.conflist", try Files.read(Shipped.podman.path))
    }

    /// A node with an image and plugins, all of ours.
    static func start() async throws -> PodmanNode {
        let node = try PodmanNode()
        do {
            try node.install(.ours)
            try await poll("the node stands") { Files.exists(node.folder + "/ready") }
            try await inBackground { try node.loadImage() }
        } catch {
            try await inBackground { try node.stop() }
            throw error
        }
        return node
    }

    private init() throws {
        folder = try Files.createTemporaryDirectory("martlet-podman")
        for name in ["bin", "net.d", "home"] {
            try Files.createDirectories("\(folder)/\(name)")
        }
        let script = Files.directory(of: #filePath) + "/podman.sh"
        var program = ChildProcess.Program("/bin/bash", [script, folder, folder + "/bin"])
        program.input = .null
        program.startsSession = true
        child = try ChildProcess.spawn(program)
    }

    /// Puts plugins where podman looks for them, in place of those that are there.
    func install(_ implementation: Implementation) throws {
        for name in Self.plugins {
            let path = "\(folder)/bin/\(name)"
            if Files.exists(path) { try Files.remove(path) }
            try Files.createLink(path, to: implementation.executable(name))
        }
    }

    /// Where a network's addresses are held.
    func held(_ network: String) -> [String] {
        let names = (try? Files.list("\(folder)/var-lib/cni/networks/\(network)")) ?? []
        return names.filter { $0.first?.isNumber == true || $0.contains(":") }.sorted()
    }

    private func loadImage() throws {
        let file = folder + "/images"
        try tool("/usr/bin/env", ["python3", ContainerdNode.scripts + "/images.py", file])
        try podman("pull", "oci-archive:\(file):\(Self.image)")
    }

    /// Runs podman.
    @discardableResult
    func podman(_ words: String...) throws -> String {
        try run(["podman"] + words)
    }

    /// Starts a container that serves its own name.
    func serve(_ name: String, port: String = "80", _ options: String...) throws {
        let script = "while true; do echo \(name) | nc -l -p \(port); done"
        try run(
            ["podman", "run", "--detach", "--cgroup-parent", "/" + Files.name(of: folder)]
                + ["--name", name] + options
                + [Self.image, "sh", "-c", script])
    }

    /// Runs a program in the node.
    @discardableResult
    func run(_ words: [String]) throws -> String {
        let children = try Files.readText("/proc/\(child.pid)/task/\(child.pid)/children")
        let first = children.split(separator: " ").first.map(String.init) ?? ""
        return try tool(
            "/usr/bin/nsenter",
            [
                "--target", first, "--net", "--mount", "--pid", "--ipc", "--uts", "env",
                "CONTAINERS_CONF=\(folder)/containers.conf",
                "CONTAINERS_STORAGE_CONF=\(folder)/storage.conf", "HOME=\(folder)/home",
            ] + words)
    }

    /// What a port answers.
    func answer(_ address: String, _ port: Int) throws -> String {
        try run(["sh", "-c", "busybox nc -w 3 \(address) \(port) </dev/null 2>/dev/null || true"])
            .filter { !$0.isNewline }
    }

    /// Waits until a port answers so.
    func answers(_ address: String, _ port: Int, _ text: String) async throws {
        try await poll("\(address):\(port) answers \(text)") { try answer(address, port) == text }
    }

    /// A container's first address.
    func address(of name: String) throws -> String {
        try podman(
            "inspect", name, "--format",
            "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"
        ).split { $0.isWhitespace }.first.map(String.init) ?? ""
    }

    /// Ends it with all that runs in it, and leaves nothing.
    func stop() throws {
        try child.signal(.kill)
        _ = try child.wait(timeout: .seconds(20))
        try Leftovers.removeGroups(named: Files.name(of: folder))
        try Files.removeTree(folder)
    }
}
