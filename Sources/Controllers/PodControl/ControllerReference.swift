import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// The object that controls others: what their owner reference says of it.
public struct ControllerReference: Sendable, Hashable {
    /// `apps/v1`.
    public var apiVersion: String
    /// `ReplicaSet`.
    public var kind: String
    /// Empty for cluster-wide kinds.
    public var namespace: String
    /// The name.
    public var name: String
    /// The unique id.
    public var uid: String

    /// A reference to a cached object.
    public init(_ kind: ResourceKind, _ object: CachedObject) {
        apiVersion = kind.apiVersion
        self.kind = kind.kind
        namespace = object.namespace
        name = object.name
        uid = object.uid
    }

    /// What stands in `metadata.ownerReferences` of what it controls.
    public var ownerReference: JSON {
        [
            "apiVersion": .string(apiVersion), "kind": .string(kind), "name": .string(name),
            "uid": .string(uid), "controller": true, "blockOwnerDeletion": true,
        ]
    }

    /// What events about it name.
    public var subject: ObjectReference {
        ObjectReference(
            apiVersion: apiVersion, kind: kind, namespace: namespace, name: name, uid: uid)
    }
}
