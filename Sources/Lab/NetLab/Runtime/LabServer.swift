import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// The lab's API server, and what was written to it.
///
/// Objects go in as a user, a kubelet and a controller would write them: created, their status by
/// itself, deleted with grace.
final class LabServer {
    private let client: APIClient
    /// What each object was when it was last written.
    private var written: [ObjectKey: JSON] = [:]

    /// - Parameter namespace: where the server listens; the connections are made there.
    init(kubeconfig: String, url: String, in namespace: NetworkNamespace) throws {
        var access = try Kubeconfig(paths: kubeconfig).access()
        access.server = url
        let found = access
        client = try namespace.run { try APIClient(found, hasOwnThread: true) }
    }

    /// Whether it takes requests.
    var isReady: Bool {
        let client = client
        return (try? Awaited.run { try await client.get("/api/v1/namespaces/default") }) != nil
    }

    /// Makes the server's objects those of a cluster: its EndpointSlices, or all others.
    /// - Returns: the ids that the server gave to new objects.
    func publish(
        _ objects: [KubernetesObject], ofSlices: Bool = false
    ) throws -> [(ObjectKey, String)] {
        var wanted: Set<ObjectKey> = []
        var ids: [(ObjectKey, String)] = []
        // The server has made the ServiceCIDR from its own arguments.
        for object in objects where object.kind != .serviceCIDR {
            let key = object.key
            wanted.insert(key)
            guard written[key] != object.json else { continue }
            let uid = try during("write \(key) to the API server") { try write(object) }
            if let uid { ids.append((key, uid)) }
            written[key] = object.json
        }
        for key in written.keys.sorted() where !wanted.contains(key) {
            guard (key.kind == .endpointSlice) == ofSlices else { continue }
            try during("delete \(key) from the API server") { try delete(key, graceSeconds: 0) }
            written[key] = nil
        }
        return ids
    }

    /// - Returns: the object's id when it is new.
    private func write(_ object: KubernetesObject) throws -> String? {
        var json = object.json
        let key = object.key
        let isTerminating = json["metadata"]?["deletionTimestamp"] != nil
        for field in ["deletionTimestamp", "uid", "resourceVersion"] {
            json.remove(at: JSONPath([.key("metadata"), .key(field)]))
        }
        var uid: String?
        if written[key] == nil {
            uid = try create(json, key)
        } else if isTerminating {
            try delete(key, graceSeconds: 30)
        } else {
            try patch(json, key.path)
        }
        if key.kind == .pod, let status = json["status"], !isTerminating {
            try patch(["status": status], key.path + "/status")
        }
        return uid
    }

    private func create(_ json: JSON, _ key: ObjectKey) throws -> String? {
        let client = client
        do {
            return try Awaited.run {
                try await client.send("POST", key.collection, body: json).root["metadata"]?["uid"]?
                    .string
            }
        } catch let error as ClientError where error.code == 409 {
            // The namespaces that every server has.
            try patch(json, key.path)
            return nil
        }
    }

    private func patch(_ json: JSON, _ path: String) throws {
        let client = client
        _ = try Awaited.run {
            try await client.send(
                "PATCH", path, body: json, contentType: "application/merge-patch+json")
        }
    }

    private func delete(_ key: ObjectKey, graceSeconds: Int) throws {
        let client = client
        do {
            _ = try Awaited.run {
                try await client.send(
                    "DELETE", "\(key.path)?gracePeriodSeconds=\(graceSeconds)")
            }
        } catch let error as ClientError where error.code == 404 {
            // It is gone already.
        }
    }
}
