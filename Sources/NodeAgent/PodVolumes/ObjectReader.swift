import APIMachinery
import ControllerRuntime

/// Reads objects that pods name, and keeps each for a short while: many pods name the same.
public actor ObjectReader {
    private struct Key: Hashable {
        var kind: ResourceKind
        var namespace: String
        var name: String
    }

    private struct Kept {
        var object: APIObject
        var at: ContinuousClock.Instant
    }

    private let cluster: any Cluster
    private let freshness: Duration
    private var kept: [Key: Kept] = [:]
    private let clock = ContinuousClock()

    /// - Parameter freshness: how old an answer may be.
    public init(_ cluster: any Cluster, freshness: Duration = .seconds(5)) {
        self.cluster = cluster
        self.freshness = freshness
    }

    /// An object, not much older than now.
    public func get(
        _ kind: ResourceKind, namespace: String = "", name: String
    ) async throws(APIStatus) -> APIObject {
        let key = Key(kind: kind, namespace: namespace, name: name)
        let now = clock.now
        if let found = kept[key], now - found.at < freshness { return found.object }
        let object = try await cluster.get(kind, namespace: namespace, name: name)
        if kept.count > 1000 { kept = kept.filter { now - $0.value.at < freshness } }
        kept[key] = Kept(object: object, at: now)
        return object
    }

    /// A token for a pod's service account.
    public func token(
        namespace: String, account: String, pod: String, uid: String, audience: String,
        seconds: Int
    ) async throws(APIStatus) -> String {
        let audiences: [String] = audience.isEmpty ? [] : [audience]
        let path = ResourceKind.serviceAccounts.path(
            namespace: namespace, name: account, subresource: "token")
        let answer = try await cluster.send(
            "POST", path,
            body: [
                "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                "spec": [
                    "audiences": .strings(audiences), "expirationSeconds": .int(seconds),
                    "boundObjectRef": [
                        "kind": "Pod", "apiVersion": "v1", "name": .string(pod),
                        "uid": .string(uid),
                    ],
                ],
            ], contentType: "application/json")
        return APIObject(answer)["status", "token"]?.string ?? ""
    }
}
