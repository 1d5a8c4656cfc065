import JSON

/// An object that another one belongs to and goes with.
public struct OwnerReference: Hashable, Sendable {
    /// The owner's API version.
    public var apiVersion: String
    /// The owner's kind.
    public var kind: String
    /// The owner's name.
    public var name: String
    /// The owner's unique id.
    public var uid: String
    /// Whether the owner is the controller that manages this object.
    public var controller: Bool?
    /// Whether the owner, deleted in the foreground, waits for this object.
    public var blockOwnerDeletion: Bool?

    /// A reference to an owner.
    public init(
        apiVersion: String, kind: String, name: String, uid: String, controller: Bool? = nil,
        blockOwnerDeletion: Bool? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }

    init(decoding value: JSONValue) throws(FieldError) {
        apiVersion = try value.requiredText("apiVersion")
        kind = try value.requiredText("kind")
        name = try value.requiredText("name")
        uid = try value.text("uid") ?? ""
        controller = try value.flag("controller")
        blockOwnerDeletion = try value.flag("blockOwnerDeletion")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("apiVersion", .string(apiVersion))
        object.add("kind", .string(kind))
        object.add("name", .string(name))
        object.add("uid", .string(uid))
        object.add("controller", ifPresent: controller.map(JSON.bool))
        object.add("blockOwnerDeletion", ifPresent: blockOwnerDeletion.map(JSON.bool))
        return .object(object)
    }
}
