import Foundation
import JSON
import KubernetesClient
import LinuxSystem
import Testing

/// `martlet apiserver` as a user starts it, on a folder and a port of the test's own.
final class ServerProgram: @unchecked Sendable {
    let folder: String
    let port: Int
    private var child: ChildProcess?

    /// Starts it and waits until it is ready.
    init() async throws {
        folder = try Files.createTemporaryDirectory("apiserver-test")
        port = try ServerProgram.freePort()
        try await start()
    }

    deinit {
        try? child?.signal(.kill)
        _ = try? child?.wait()
        try? Files.removeTree(folder)
    }

    var url: String { "http://127.0.0.1:\(port)" }

    func client() throws -> APIClient {
        try APIClient(ClusterAccess(server: url, origin: "test"))
    }

    func start() async throws {
        let program = Files.directory(of: try CurrentProcess.executablePath()) + "/martlet"
        let log = try Descriptor(opening: folder + "/log", [.writeOnly, .create, .append])
        var launch = ChildProcess.Program(
            program,
            [
                "apiserver", "--insecure-port", "\(port)", "--secure-port", "0",
                "--data-dir", folder + "/data", "--service-cluster-ip-range", "10.96.0.0/16",
                "--disable-admission-plugins", "ServiceAccount",
            ])
        launch.output = .descriptor(log.rawValue)
        launch.error = .descriptor(log.rawValue)
        launch.parentDeathSignal = .kill
        let child = try ChildProcess.spawnForLife(launch)
        self.child = child
        let client = try client()
        let end = ContinuousClock.now + .seconds(20)
        while (try? await client.get("/api/v1/namespaces/default")) == nil {
            if ContinuousClock.now > end || !child.exists {
                throw Fault(description: "not ready: \(try Files.readText(folder + "/log"))")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        await client.close()
    }

    /// SIGKILL, and it is gone.
    func kill() throws {
        try child?.signal(.kill)
        _ = try child?.wait()
        child = nil
    }

    /// SIGTERM, and it ends by itself.
    /// - Returns: its exit status.
    func end() throws -> Int32? {
        try child?.signal(.terminate)
        let ending = try child?.wait(timeout: .seconds(10))
        if ending != nil { child = nil }
        return ending?.shellStatus
    }

    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard status else { throw Fault(description: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension ServerProgram {
    static func configMap(_ name: String, _ value: Int) -> JSON {
        [
            "kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "data": [
                "value": .string("\(value)"),
                "again": .string(String(repeating: "\(value % 10)", count: 500)),
            ],
        ]
    }

    /// A ConfigMap's value; nil when it isn't whole.
    static func value(_ object: JSONValue) -> Int? {
        guard let value = object["data"]?["value"]?.string.flatMap({ Int($0) }),
            object["data"]?["again"]?.string == String(repeating: "\(value % 10)", count: 500)
        else { return nil }
        return value
    }
}
