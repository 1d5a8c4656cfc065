import APIMachinery
import APIServer
import AccessControl
import ClusterIdentity
import Foundation
import HTTPServer
import JSON
import NetworkAddress
import ObjectStore
import PodStreams
import Synchronization
import Testing

/// The pod `p` of the test, whose log is a file of the test.
final class OnePod: PodDirectory {
    private let state: Mutex<PodEntry>

    init(folder: String) {
        let run = ContainerEntry.Run(id: "now", isRunning: true, logPath: folder + "/1.log")
        let before = ContainerEntry.Run(id: "before", isRunning: false, logPath: folder + "/0.log")
        let main = ContainerEntry(
            name: "c", hasStandardInput: true, hasTerminal: false, current: run,
            previous: before, waitingReason: "")
        state = Mutex(
            PodEntry(
                namespace: "default", name: "p", uid: "u", sandbox: "box", isHostNetwork: false,
                containers: [main]))
    }

    func pod(namespace: String, name: String) async -> PodEntry? {
        state.withLock { namespace == $0.namespace && name == $0.name ? $0 : nil }
    }

    func podList() async -> JSON { ["kind": "PodList", "apiVersion": "v1", "items": []] }

    func change(_ body: (inout ContainerEntry) -> Void) {
        state.withLock { body(&$0.containers[0]) }
    }
}

/// An API server and a node's server for logs and commands, both on loopback, which know each other
/// by an authority of their own.
final class StreamRig: Sendable {
    let folder: String
    let pod: OnePod
    private let api: APIServer
    private let front: HTTPServer
    private let node: PodStreamServer
    private static let admin = UserInfo(name: "admin", groups: ["system:masters"])

    init() async throws {
        folder = NSTemporaryDirectory() + "martlet-streams-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        pod = OnePod(folder: folder)
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        let authority = try ClusterAuthority(name: "test", now: now)
        var options = PodStreamServer.Options(nodeName: "n")
        options.address = "127.0.0.1"
        options.port = 0
        options.clientAuthority = authority.pem.certificate
        node = try PodStreamServer(options, runtime: MachineRuntime(), directory: pod)
        try await node.start()
        var configuration = APIServerConfiguration(
            serviceRanges: [IPPrefix("10.96.0.0/16")].compactMap { $0 },
            advertisedAddress: try #require(IPAddress("127.0.0.1")))
        configuration.disabledAdmission = ["ServiceAccount"]
        var identity = APIServerIdentity()
        identity.kubeletClient = try authority.issue(
            .client("kube-apiserver-kubelet-client"), now: now)
        api = APIServer(configuration: configuration, identity: identity, store: MemoryStore())
        try await api.start()
        front = HTTPServer(
            HTTPServerConfiguration(listeners: [HTTPListener(host: "127.0.0.1", port: 0)]),
            handler: api)
        try await front.start()
        try write(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(front.ports[0])"}}]
            contexts: [{name: test, context: {cluster: c, user: u, namespace: default}}]
            users: [{name: u, user: {}}]
            """)
        try await makeObjects()
    }

    private func makeObjects() async throws {
        try await make(
            "/api/v1/nodes",
            """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}, "status": {
              "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
              "daemonEndpoints": {"kubeletEndpoint": {"Port": \(node.port)}}}}
            """)
        for (name, nodeName) in [("p", "n"), ("stranger", "n")] {
            try await make(
                "/api/v1/namespaces/default/pods",
                """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "\(name)"}, "spec": {
                  "nodeName": "\(nodeName)", "containers": [
                  {"name": "c", "image": "i", "stdin": true, "ports": [{"containerPort": 80}]}]},
                 "status": {"phase": "Running", "containerStatuses": [{"name": "c", "ready": true,
                  "restartCount": 1, "image": "i", "imageID": "", "state": {"running": {}}}]}}
                """)
        }
    }

    private func make(_ path: String, _ text: String) async throws {
        let object = try JSON(parsing: Array(text.utf8))
        _ = try await api.perform(
            "POST", path, body: object, contentType: "application/json", as: Self.admin,
            agent: "test")
        let name = object["metadata"]?["name"]?.string ?? ""
        let status: JSON = ["status": object["status"] ?? [:]]
        _ = try await api.perform(
            "PATCH", "\(path)/\(name)/status", body: status,
            contentType: "application/merge-patch+json", as: Self.admin, agent: "test")
    }

    /// Runs a test's body, and ends the servers.
    static func with(_ body: (StreamRig) async throws -> Void) async throws {
        let rig = try await StreamRig()
        do { try await body(rig) } catch {
            await rig.end()
            throw error
        }
        await rig.end()
    }

    /// Takes the node away.
    func endNode() async { await node.shutdown() }

    private func end() async {
        await front.shutdown(grace: .seconds(1))
        await node.shutdown()
        api.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    @discardableResult func write(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    func append(_ name: String, _ text: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: folder + "/" + name))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
