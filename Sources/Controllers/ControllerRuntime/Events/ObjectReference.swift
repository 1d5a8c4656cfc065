import APIMachinery
import JSON
import WatchCache

/// What an Event is about.
public struct ObjectReference: Sendable, Hashable {
    /// `apps/v1`.
    public var apiVersion: String
    /// `Deployment`.
    public var kind: String
    /// Empty for cluster-wide kinds.
    public var namespace: String
    /// The name.
    public var name: String
    /// The unique id.
    public var uid: String
    /// A part of it: `spec.containers{web}`; mostly empty.
    public var fieldPath: String

    /// A reference of its parts.
    public init(
        apiVersion: String, kind: String, namespace: String, name: String, uid: String,
        fieldPath: String = ""
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.fieldPath = fieldPath
    }
}

extension ObjectReference {
    /// A reference to an object.
    public init(_ kind: ResourceKind, _ object: CachedObject) {
        self.init(
            apiVersion: kind.apiVersion, kind: kind.kind, namespace: object.namespace,
            name: object.name, uid: object.uid)
    }

    /// A reference to an object.
    public init(_ kind: ResourceKind, _ object: APIObject) {
        self.init(
            apiVersion: kind.apiVersion, kind: kind.kind, namespace: object.namespace,
            name: object.name, uid: object.uid)
    }

    /// As an Event has it.
    var json: JSON {
        var json = JSONObject()
        json.add("kind", .string(kind))
        if !namespace.isEmpty { json.add("namespace", .string(namespace)) }
        json.add("name", .string(name))
        if !uid.isEmpty { json.add("uid", .string(uid)) }
        json.add("apiVersion", .string(apiVersion))
        if !fieldPath.isEmpty { json.add("fieldPath", .string(fieldPath)) }
        return .object(json)
    }
}
