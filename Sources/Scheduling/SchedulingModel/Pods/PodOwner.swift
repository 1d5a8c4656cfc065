import JSON

/// The object that controls a pod.
public struct PodOwner: Sendable, Hashable {
    /// `ReplicaSet`.
    public var kind: String
    /// Its name, in the pod's namespace.
    public var name: String
    /// Its unique id.
    public var uid: String

    init(_ value: JSONValue) {
        kind = value["kind"]?.string ?? ""
        name = value["name"]?.string ?? ""
        uid = value["uid"]?.string ?? ""
    }
}
