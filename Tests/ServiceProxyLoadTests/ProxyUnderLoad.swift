import LinuxSystem
import NetworkAddress
import ServiceProxyTesting

/// `svcproxy sync` on the node of a bed, following a folder of manifests or an API server, and what
/// the kernel has of it. Ended with the value.
final class ProxyUnderLoad {
    enum Source: String, CaseIterable, Sendable {
        case manifests, apiServer
    }

    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private let bed: PacketBed
    private let source: Source
    private let folder: String
    private var children: [ChildProcess] = []

    private static let server = "http://127.0.0.1:8001"

    init(_ bed: PacketBed, _ source: Source) throws {
        self.bed = bed
        self.source = source
        folder = try Files.createTemporaryDirectory("svcproxy-load")
        try Files.createDirectories(folder + "/manifests")
        try change("constant", LoadObjects.constant, isFirst: true)
        let origin =
            source == .manifests
            ? ["--from", folder + "/manifests"] : ["--master", Self.server]
        children.append(
            try start("svcproxy", ["sync", "-v", "--node", "node-a"] + origin))
    }

    deinit {
        for child in children.reversed() { _ = try? child.stop() }
        try? Files.removeTree(folder)
    }

    /// What the proxy has said.
    var log: String { (try? Files.readText(folder + "/svcproxy.log")) ?? "" }

    /// Changes objects: a file of the folder, replaced whole, or by `kubectl apply`.
    func change(_ name: String, _ text: String) throws {
        try change(name, text, isFirst: false)
    }

    private func change(_ name: String, _ text: String, isFirst: Bool) throws {
        let path = "\(folder)/manifests/\(name).yaml"
        try Files.writeAtomically(path, Array(text.utf8))
        guard source == .apiServer else { return }
        if isFirst { try startServer() }
        let words = [
            "--server", Self.server, "--cache-dir", folder + "/cache", "apply",
            "--validate=false", "-f", path,
        ]
        let answer = try run("/usr/bin/kubectl", words)
        guard answer.status == 0 else { throw Fault(description: "kubectl: \(answer.output)") }
    }

    private func startServer() throws {
        children.append(
            try start(
                "martlet",
                [
                    "apiserver", "--insecure-port", "8001", "--secure-port", "0",
                    "--data-dir", folder + "/data",
                    "--service-cluster-ip-range",
                    "\(BedAddress.clusterRange(.ipv4)),\(BedAddress.clusterRange(.ipv6))",
                    "--disable-admission-plugins", "ServiceAccount",
                ]))
        let deadline = Deadline(after: .seconds(30))
        while !deadline.isOver {
            let words = ["-fs", Self.server + "/api/v1/namespaces/default"]
            if try run("/usr/bin/curl", words).status == 0 { return }
            MonotonicClock.sleep(.milliseconds(50))
        }
        throw Fault(description: try Files.readText(folder + "/martlet.log"))
    }

    /// Waits until the kernel has these endpoints in its tables and not those; false after a
    /// minute.
    func isProgrammed(
        with present: Set<SocketEndpoint>, without absent: Set<SocketEndpoint>
    ) throws -> Bool {
        let deadline = Deadline(after: .seconds(60))
        repeat {
            let lists = try [
                run("/usr/sbin/nft", ["list", "table", "ip", "svcproxy"]),
                run("/usr/sbin/nft", ["list", "table", "ip6", "svcproxy"]),
            ]
            let text = lists.map(\.output).joined()
            func holds(_ endpoint: SocketEndpoint) -> Bool {
                // As a map's datum: address . port, and nothing that goes on after it.
                text.contains(": \(endpoint.address) . \(endpoint.port)")
            }
            if present.allSatisfy(holds), !absent.contains(where: holds) { return true }
            MonotonicClock.sleep(.milliseconds(5))
        } while !deadline.isOver
        return false
    }

    /// How many packets and flows connection tracking on the node gave up by itself, mostly since
    /// its table was full: such losses are not the proxy's doing.
    func lossesOfTracking() throws -> Int {
        let answer = try run("/usr/sbin/conntrack", ["-S"])
        let words = answer.output.split { $0.isWhitespace }
        guard answer.status == 0, !words.isEmpty else {
            throw Fault(description: "conntrack: \(answer.output)")
        }
        return words.reduce(0) { sum, word in
            let parts = word.split(separator: "=")
            guard parts.count == 2, ["drop", "early_drop", "chaintoolong"].contains(parts[0])
            else { return sum }
            return sum + (Int(parts[1]) ?? 0)
        }
    }

    /// A program beside this one, or by its path; its output goes to a log.
    private func start(_ name: String, _ arguments: [String]) throws -> ChildProcess {
        let own = Files.directory(of: try CurrentProcess.executablePath())
        return try start(own + "/" + name, arguments, log: name)
    }

    private func start(
        _ path: String, _ arguments: [String], log: String
    ) throws -> ChildProcess {
        let output = try Descriptor(
            opening: "\(folder)/\(log).log", [.writeOnly, .create, .truncate])
        var program = ChildProcess.Program(path, arguments)
        program.networkNamespace = bed.node.descriptor
        program.input = .null
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(output.rawValue)
        program.parentDeathSignal = .kill
        return try ChildProcess.spawnForLife(program)
    }

    private func run(
        _ path: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let ending = try start(path, arguments, log: "run").wait(timeout: .seconds(60))
        return (ending?.shellStatus ?? -1, try Files.readText(folder + "/run.log"))
    }
}
