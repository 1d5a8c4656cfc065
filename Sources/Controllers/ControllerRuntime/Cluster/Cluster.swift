import APIMachinery
import JSON
import WatchCache

/// The cluster as controllers, the scheduler and node agents see it: what is read comes from
/// shared caches, what is written goes to the API server, in this process or over HTTP.
///
/// Caches lag behind writes, also behind one's own: who must not act twice keeps expectations, or
/// writes with the `resourceVersion` it saw.
public protocol Cluster: Sendable {
    /// The shared cache of a resource, or of those of its objects that a field selector selects
    /// (`spec.nodeName=node-1`). The first ask makes it; it is filled and follows from then on.
    func informer(for kind: ResourceKind, fieldSelector: String?) -> Informer

    /// Asks the API server.
    /// - Parameter path: with its query: `/api/v1/pods?limit=500`.
    /// - Returns: the answer's body.
    /// - Throws: the server's Status; 503 `ServiceUnavailable` when it can't be reached.
    func send(
        _ method: String, _ path: String, body: JSON?, contentType: String
    ) async throws(APIStatus) -> JSON
}

extension Cluster {
    /// The shared cache of a resource.
    public func informer(for kind: ResourceKind) -> Informer {
        informer(for: kind, fieldSelector: nil)
    }

    /// An object as the server has it now.
    public func get(
        _ kind: ResourceKind, namespace: String = "", name: String
    ) async throws(APIStatus) -> APIObject {
        let path = kind.path(namespace: namespace, name: name)
        return APIObject(try await send("GET", path, body: nil, contentType: ""))
    }

    /// The objects as the server has them now; kind and apiVersion are filled in.
    public func list(
        _ kind: ResourceKind, namespace: String = "", query: String = ""
    ) async throws(APIStatus) -> [APIObject] {
        let path = kind.path(namespace: namespace) + (query.isEmpty ? "" : "?" + query)
        let answer = try await send("GET", path, body: nil, contentType: "")
        return (answer["items"]?.array ?? []).map { item in
            var object = APIObject(item)
            object.kind = kind.kind
            object.apiVersion = kind.apiVersion
            return object
        }
    }

    /// Creates an object in its namespace; kind and apiVersion are filled in.
    /// - Returns: the object as stored.
    @discardableResult
    public func create(
        _ kind: ResourceKind, _ object: APIObject
    ) async throws(APIStatus) -> APIObject {
        var object = object
        object.kind = kind.kind
        object.apiVersion = kind.apiVersion
        let path = kind.path(namespace: object.namespace)
        return APIObject(
            try await send("POST", path, body: object.json, contentType: "application/json"))
    }

    /// Replaces an object, or its status. A `resourceVersion` in it must still be the last one.
    /// - Returns: the object as stored.
    @discardableResult
    public func update(
        _ kind: ResourceKind, _ object: APIObject, subresource: String? = nil
    ) async throws(APIStatus) -> APIObject {
        var object = object
        object.kind = kind.kind
        object.apiVersion = kind.apiVersion
        let path = kind.path(
            namespace: object.namespace, name: object.name, subresource: subresource)
        return APIObject(
            try await send("PUT", path, body: object.json, contentType: "application/json"))
    }

    /// Changes an object, or a subresource of it.
    /// - Returns: the object as stored.
    @discardableResult
    public func patch(
        _ kind: ResourceKind, namespace: String = "", name: String, subresource: String? = nil,
        _ patch: JSON, as type: PatchType = .merge
    ) async throws(APIStatus) -> APIObject {
        let path = kind.path(namespace: namespace, name: name, subresource: subresource)
        return APIObject(
            try await send("PATCH", path, body: patch, contentType: type.rawValue))
    }

    /// Deletes an object.
    public func delete(
        _ kind: ResourceKind, namespace: String = "", name: String,
        _ options: Deletion = Deletion()
    ) async throws(APIStatus) {
        let path = kind.path(namespace: namespace, name: name)
        _ = try await send(
            "DELETE", path, body: options.json, contentType: "application/json")
    }
}

/// The forms of a patch.
public enum PatchType: String, Sendable {
    case merge = "application/merge-patch+json"
    case strategic = "application/strategic-merge-patch+json"
    case json = "application/json-patch+json"
}

/// How an object is deleted.
public struct Deletion: Sendable, Hashable {
    /// `Background`, `Foreground`, `Orphan`; nil for what the kind does by itself.
    public var propagation: String?
    /// Seconds; nil for what the object says.
    public var grace: Int?
    /// The unique id it must have.
    public var uid: String?
    /// The revision it must have.
    public var resourceVersion: String?

    /// A deletion without conditions, where nothing is said.
    public init(
        propagation: String? = nil, grace: Int? = nil, uid: String? = nil,
        resourceVersion: String? = nil
    ) {
        self.propagation = propagation
        self.grace = grace
        self.uid = uid
        self.resourceVersion = resourceVersion
    }

    var json: JSON {
        var json: JSON = ["kind": "DeleteOptions", "apiVersion": "v1"]
        if let propagation { json["propagationPolicy"] = .string(propagation) }
        if let grace { json["gracePeriodSeconds"] = .int(grace) }
        if let uid { json.setField(["preconditions", "uid"], .string(uid)) }
        if let resourceVersion {
            json.setField(["preconditions", "resourceVersion"], .string(resourceVersion))
        }
        return json
    }
}
