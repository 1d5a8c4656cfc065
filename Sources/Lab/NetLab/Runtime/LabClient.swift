import JSON
import KubernetesClient
import LinuxSystem

/// The way to a lab's API server from outside its network.
final class LabClient: Sendable {
    private let client: APIClient

    /// - Parameter namespace: where the connections are made.
    init(kubeconfig: String, url: String, in namespace: NetworkNamespace) throws {
        var access = try Kubeconfig(paths: kubeconfig).access()
        access.server = url
        let found = access
        client = try namespace.run { try APIClient(found, hasOwnThread: true) }
    }

    /// The way into a lab that is up.
    convenience init(_ state: LabState, _ paths: LabPaths) throws {
        guard let host = state.machine(state.serverHost) else {
            throw LabError("the lab has no machine \"\(state.serverHost)\"")
        }
        try self.init(
            kubeconfig: paths.kubeconfig, url: state.server,
            in: NetworkNamespace(name: host.namespace))
    }

    /// Whether it takes requests.
    var isReady: Bool { (try? get("/readyz?verbose=false")) != nil || hasNamespaces }

    private var hasNamespaces: Bool { (try? get("/api/v1/namespaces/kube-system")) != nil }

    func get(_ path: String) throws -> JSON {
        let client = client
        return try Awaited.run { JSON(try await client.get(path).root) }
    }

    /// An object; nil when there is none.
    func find(_ path: String) throws -> JSON? {
        do {
            return try get(path)
        } catch let error as ClientError where error.code == 404 {
            return nil
        }
    }

    func list(_ path: String) throws -> [JSON] { try get(path)["items"]?.array ?? [] }

    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSON? = nil,
        contentType: String = "application/json"
    ) throws -> JSON {
        let client = client
        return try Awaited.run {
            JSON(try await client.send(method, path, body: body, contentType: contentType).root)
        }
    }
}
