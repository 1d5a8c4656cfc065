import JSON
import LinuxSystem
import Synchronization

/// A host and its pods, as namespaces, for one implementation of one network.
final class Rig: Sendable {
    enum Implementation: String, Sendable {
        case ours = "martlet-cni"
        case reference = "reference"
    }

    let implementation: Implementation
    let network: Network
    let folder: String
    let host: NetworkNamespace
    let pods: Int
    /// What ADD gave, for DEL.
    private let results = Mutex<[Int: JSON]>([:])

    init(_ implementation: Implementation, _ network: Network, pods: Int) throws {
        self.implementation = implementation
        self.network = implementation == .reference ? network.reference : network
        self.pods = pods
        folder = try Files.createTemporaryDirectory("bench-cni")
        host = try NetworkNamespace.create(path: folder + "/host")
        for index in 0..<pods { try NetworkNamespace.create(path: "\(folder)/\(index)") }
    }

    deinit {
        for name in ["host"] + (0..<pods).map(String.init) {
            try? NetworkNamespace.remove(path: "\(folder)/\(name)")
        }
        try? Files.removeTree(folder)
    }

    /// The program of a plugin.
    static func executable(_ implementation: Implementation, _ type: String) throws -> String {
        let path =
            switch implementation {
            case .ours: Files.directory(of: try CurrentProcess.executablePath()) + "/martlet-cni"
            case .reference: "/usr/lib/cni/\(type)"
            }
        guard Files.exists(path) else {
            throw SystemError(operation: "find plugin", subject: path, errno: .enoent)
        }
        return path
    }

    /// What a runtime asks for.
    struct Request {
        var pod: Int
        var container: String
        var interface = "eth0"
        var hostPort: Int

        init(pod: Int) {
            self.pod = pod
            container = "pod-\(pod)"
            hostPort = 40_000 + pod
        }
    }

    /// Runs the plugins for a pod, one after the other.
    /// - Parameter wrapper: a program to run each of them by, with its arguments.
    /// - Returns: how long they took together, in milliseconds.
    func call(_ command: String, pod: Int, by wrapper: [String] = []) throws -> Double {
        try call(command, Request(pod: pod), by: wrapper)
    }

    func call(_ command: String, _ request: Request, by wrapper: [String] = []) throws -> Double {
        var plugins = plugins(for: request)
        if command == "DEL" { plugins.reverse() }
        var result = command == "DEL" ? results.withLock { $0[request.pod] } : nil
        var elapsed = 0.0
        for (number, plugin) in plugins.enumerated() {
            var plugin = plugin
            plugin["prevResult"] = result
            let run = PluginRun(
                executable: try Self.executable(implementation, plugin["type"]?.string ?? ""),
                name: plugin["type"]?.string ?? "", wrapper: wrapper, host: host,
                environment: environment(command, request), input: plugin.serialized(),
                files: "\(folder)/\(request.container)-\(number)")
            let (time, output) = try run.run()
            elapsed += time
            if command == "ADD" { result = try JSON(parsing: output) }
        }
        if command == "ADD" { results.withLock { $0[request.pod] = result } }
        return elapsed
    }

    /// The configurations that the plugins get for a request, but for what ADD gave.
    func plugins(for request: Request) -> [JSON] {
        network.plugins(state: folder + "/state", hostPort: request.hostPort).map { plugin in
            var plugin = plugin
            plugin["cniVersion"] = "1.0.0"
            plugin["name"] = "bench"
            return plugin
        }
    }

    /// Where a request's pod is.
    func namespacePath(_ request: Request) -> String { "\(folder)/\(request.pod)" }

    private func environment(_ command: String, _ request: Request) -> [String] {
        [
            "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(request.container)",
            "CNI_NETNS=\(namespacePath(request))", "CNI_IFNAME=\(request.interface)",
            "CNI_PATH=/usr/lib/cni", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "XTABLES_LOCKFILE=\(folder)/xtables.lock",
        ]
    }
}
