import JSON

/// A reference to another object. Parts that are not given are empty.
public struct ObjectReference: Hashable, Sendable {
    /// Its kind's name.
    public var kind: String
    /// Its namespace.
    public var namespace: String
    /// Its name.
    public var name: String
    /// Its unique id.
    public var uid: String

    /// A reference.
    public init(kind: String, namespace: String = "", name: String, uid: String = "") {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
    }

    init(decoding value: JSONValue) throws(FieldError) {
        kind = try value.text("kind") ?? ""
        namespace = try value.text("namespace") ?? ""
        name = try value.text("name") ?? ""
        uid = try value.text("uid") ?? ""
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("kind", ifNotEmpty: kind)
        object.add("namespace", ifNotEmpty: namespace)
        object.add("name", ifNotEmpty: name)
        object.add("uid", ifNotEmpty: uid)
        return .object(object)
    }
}
