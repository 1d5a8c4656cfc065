import JSON

/// A ServiceCIDR: prefixes that Services get their addresses from.
public struct ServiceCIDR: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta
    /// The prefixes, at most one of each family, unparsed.
    public var cidrs: [String]

    /// Prefixes for Services.
    public init(metadata: ObjectMeta, cidrs: [String]) {
        self.metadata = metadata
        self.cidrs = cidrs
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .serviceCIDR)
        guard let spec = try value.object("spec") else { throw FieldError(value, missing: "spec") }
        cidrs = try spec.texts("cidrs")
        if cidrs.isEmpty { throw FieldError(spec, missing: "cidrs") }
    }

    /// What identifies it.
    public var key: ObjectKey { ObjectKey(kind: .serviceCIDR, name: metadata.name) }

    /// As the API writes it.
    public var json: JSON {
        var object = KubernetesObject.header(.serviceCIDR, metadata)
        object.add("spec", ["cidrs": .strings(cidrs)])
        return .object(object)
    }
}
