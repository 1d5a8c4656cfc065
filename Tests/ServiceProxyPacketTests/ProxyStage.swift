import LinuxSystem
import NetworkAddress
import ServiceProxyTesting

/// The program itself, in a namespace, following a file.
final class ProxyStage: Sendable {
    let namespace: NetworkNamespace
    private let folder: String

    init() throws {
        namespace = try NetworkNamespace.create()
        folder = try Files.createTemporaryDirectory("svcproxy-packets")
        let ranges = AddressFamily.allCases.map { BedAddress.podRange($0).description }
        try Files.writeAtomically(
            folder + "/config.yaml",
            Array(
                """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: nftables
                clusterCIDR: "\(ranges.joined(separator: ","))"
                healthzBindAddress: ""
                metricsBindAddress: ""
                conntrack: {maxPerCore: 0}

                """.utf8))
    }

    deinit { try? Files.removeTree(folder) }

    /// Replaces the objects at once, as an editor does.
    func write(_ cluster: ClusterSketch) throws {
        let text = cluster.objects.map { "---\n\($0.json)\n" }.joined()
        try Files.writeAtomically(folder + "/objects.yaml", Array(text.utf8))
    }

    /// A proxy that follows.
    struct Daemon: ~Copyable {
        let process: ChildProcess

        /// Ends it without a warning.
        consuming func kill() throws {
            try process.signal(.kill)
            _ = try process.wait(timeout: .seconds(10))
        }
    }

    func startProxy() throws -> Daemon { Daemon(process: try start([])) }

    /// Synchronises once; the exit status.
    func syncOnce() throws -> Int32 {
        try start(["--once"]).wait(timeout: .seconds(60))?.shellStatus ?? -1
    }

    /// What the last one said.
    var log: String { (try? Files.readText(folder + "/log")) ?? "" }

    private func start(_ more: [String]) throws -> ChildProcess {
        let own = try CurrentProcess.executablePath()
        let programs = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let log = try Descriptor(opening: folder + "/log", [.writeOnly, .create, .truncate])
        var program = ChildProcess.Program(
            programs.joined(separator: "/") + "/svcproxy",
            [
                "sync", "--from", folder + "/objects.yaml", "--node", ClusterSketch.nodeName,
                "--config", folder + "/config.yaml",
            ] + more)
        program.networkNamespace = namespace.descriptor
        program.input = .null
        program.output = .descriptor(log.rawValue)
        program.error = .descriptor(log.rawValue)
        program.parentDeathSignal = .kill
        return try ChildProcess.spawnForLife(program)
    }
}
