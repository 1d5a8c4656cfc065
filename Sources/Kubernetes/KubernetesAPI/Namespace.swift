import JSON

/// A Namespace: a scope of names.
public struct Namespace: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta

    /// A namespace.
    public init(metadata: ObjectMeta) {
        self.metadata = metadata
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .namespace)
    }

    /// What identifies it.
    public var key: ObjectKey { ObjectKey(kind: .namespace, name: metadata.name) }

    /// As the API writes it.
    public var json: JSON { .object(KubernetesObject.header(.namespace, metadata)) }
}
