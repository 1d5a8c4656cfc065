import APIMachinery
import ControllerRuntime
import JSON
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Testing

/// A control plane of real programs on a folder and a port of the test's own, with a client.
final class Rig {
    let folder: String
    let port: Int
    let client: APIClient
    let cluster: RemoteCluster
    private var count = 0

    init() async throws {
        folder = try Files.createTemporaryDirectory("cluster-fault")
        port = try Rig.freePort()
        client = try APIClient(
            ClusterAccess(server: "http://127.0.0.1:\(port)", origin: "test"))
        cluster = RemoteCluster(client)
    }

    private static func freePort() throws -> Int {
        let loopback = try #require(IPAddress("127.0.0.1"))
        let listener = try StreamListener(bind: SocketEndpoint(loopback, 0))
        return Int(listener.endpoint.port.rawValue)
    }

    func close() async {
        cluster.close()
        await client.close()
        try? Files.removeTree(folder)
    }

    // MARK: - Programs

    /// The API server alone.
    func apiserver() async throws -> ProgramRun {
        try await serving(["apiserver", "--disable-admission-plugins", "ServiceAccount"])
    }

    /// All in one process. Nodes may be silent: nobody plays their leases.
    func server() async throws -> ProgramRun {
        try await serving(["server", "--node-monitor-grace-period", "1h"])
    }

    private func serving(_ verb: [String]) async throws -> ProgramRun {
        let program = try ProgramRun(
            verb + [
                "--insecure-port", "\(port)", "--secure-port", "0", "--data-dir",
                folder + "/data",
            ], log: nextLog())
        try await ready()
        return program
    }

    /// Waits until the API answers.
    func ready() async throws {
        try await eventually("the API answers") {
            (try? await cluster.get(.namespaces, name: "default")) != nil
        }
    }

    /// The controllers alone, quick to notice that another is gone.
    func controllers() throws -> ProgramRun {
        try ProgramRun(
            ["controllers", "--node-monitor-grace-period", "1h"] + election, log: nextLog())
    }

    /// The scheduler alone.
    func scheduler() throws -> ProgramRun {
        try ProgramRun(["scheduler"] + election, log: nextLog())
    }

    private var election: [String] {
        [
            "--master", "http://127.0.0.1:\(port)", "--leader-elect-lease-duration", "4s",
            "--leader-elect-renew-deadline", "3s", "--leader-elect-retry-period", "500ms",
        ]
    }

    private func nextLog() -> String {
        count += 1
        return "\(folder)/log-\(count)"
    }

    /// Who holds a lease.
    func leader(_ lease: String) async -> String {
        let found = try? await cluster.get(.leases, namespace: "kube-system", name: lease)
        return found?["spec", "holderIdentity"]?.string ?? ""
    }

    // MARK: - Waiting

    func eventually(
        _ what: String, within limit: Duration = .seconds(60),
        _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try await !condition() {
            if ContinuousClock.now > end {
                throw Fault(description: "not within \(limit): \(what)\n\(logs)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private var logs: String {
        (1...max(1, count)).map { number in
            let text = (try? Files.readText("\(folder)/log-\(number)")) ?? ""
            return "log \(number):\n\(text.suffix(2000))"
        }.joined(separator: "\n")
    }
}

struct Fault: Error, CustomStringConvertible {
    var description: String
}
