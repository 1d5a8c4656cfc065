import JSON

/// The metadata that every object has, without what no room here reads (managed fields above all).
public struct ObjectMeta: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The namespace; empty for kinds that live in none.
    public var namespace: String
    /// The unique id that the API server gave; nil in files.
    public var uid: String?
    /// The revision that the API server gave; nil in files.
    public var resourceVersion: String?
    /// Labels.
    public var labels: [String: String]
    /// Annotations.
    public var annotations: [String: String]
    /// When it was created, as RFC 3339 writes it.
    public var creationTimestamp: String?
    /// When its graceful deletion ends, as RFC 3339 writes it; nil unless it is being deleted.
    public var deletionTimestamp: String?
    /// The objects that this one belongs to.
    public var ownerReferences: [OwnerReference] = []

    /// Metadata of an object in a file.
    public init(
        name: String, namespace: String = "", uid: String? = nil, labels: [String: String] = [:],
        annotations: [String: String] = [:], deletionTimestamp: String? = nil
    ) {
        self.name = name
        self.namespace = namespace
        self.uid = uid
        self.labels = labels
        self.annotations = annotations
        self.deletionTimestamp = deletionTimestamp
    }

    init(decoding object: JSONValue, kind: Kind) throws(FieldError) {
        guard let value = try object.object("metadata") else {
            throw FieldError(object, missing: "metadata")
        }
        name = try ObjectName.decode(value, kind: kind)
        let namespace = try value.text("namespace") ?? ""
        if kind.isNamespaced {
            self.namespace = namespace.isEmpty ? "default" : namespace
        } else if namespace.isEmpty {
            self.namespace = ""
        } else {
            throw FieldError(
                value["namespace"] ?? value, expected: "none: a \(kind) has no namespace")
        }
        uid = try value.text("uid")
        resourceVersion = try value.text("resourceVersion")
        labels = try value.texts(ofMap: "labels")
        annotations = try value.texts(ofMap: "annotations")
        creationTimestamp = try value.text("creationTimestamp")
        deletionTimestamp = try value.text("deletionTimestamp")
        ownerReferences = try value.list("ownerReferences", OwnerReference.init(decoding:))
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("namespace", ifNotEmpty: namespace)
        object.add("uid", ifPresent: uid.map(JSON.string))
        object.add("resourceVersion", ifPresent: resourceVersion.map(JSON.string))
        object.add("labels", ifNotEmpty: labels)
        object.add("annotations", ifNotEmpty: annotations)
        object.add("creationTimestamp", ifPresent: creationTimestamp.map(JSON.string))
        object.add("deletionTimestamp", ifPresent: deletionTimestamp.map(JSON.string))
        object.add("ownerReferences", ifNotEmpty: ownerReferences.map(\.json))
        return .object(object)
    }
}
