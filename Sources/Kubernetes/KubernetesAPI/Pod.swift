import JSON

/// A Pod: containers that share one network namespace.
public struct Pod: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta
    /// What was asked for.
    public var spec: PodSpec
    /// What its node reports.
    public var status: PodStatus

    /// A Pod.
    public init(
        metadata: ObjectMeta, spec: PodSpec = PodSpec(), status: PodStatus = PodStatus()
    ) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .pod)
        guard let spec = try value.object("spec") else { throw FieldError(value, missing: "spec") }
        self.spec = try PodSpec(decoding: spec)
        status = try value.object("status").map(PodStatus.init(decoding:)) ?? PodStatus()
    }

    /// What identifies it.
    public var key: ObjectKey {
        ObjectKey(kind: .pod, namespace: metadata.namespace, name: metadata.name)
    }

    /// As the API writes it.
    public var json: JSON {
        var object = KubernetesObject.header(.pod, metadata)
        object.add("spec", spec.json)
        if status != PodStatus() { object.add("status", status.json) }
        return .object(object)
    }
}
