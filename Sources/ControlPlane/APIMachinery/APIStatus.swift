import JSON

/// An answer that says why not: the API's `Status` object, as an error.
public struct APIStatus: Error, Hashable, Sendable {
    /// One of several reasons in `details.causes`.
    public struct Cause: Hashable, Sendable {
        /// A code for programs: `FieldValueInvalid`.
        public var reason: String
        /// Words for people.
        public var message: String
        /// The field; empty when it is about none.
        public var field: String

        /// A cause.
        public init(reason: String, message: String, field: String = "") {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// What the answer is about.
    public struct Details: Hashable, Sendable {
        /// The object's name.
        public var name = ""
        /// The group of the kind or resource.
        public var group = ""
        /// The kind, or the resource, as upstream mixes them.
        public var kind = ""
        /// The object's unique id.
        public var uid = ""
        /// The single reasons.
        public var causes: [Cause] = []
        /// When to try again; 0 for none.
        public var retryAfterSeconds = 0

        /// Details that say nothing.
        public init() {}
    }

    /// The HTTP status.
    public var code: Int
    /// A code for programs: `NotFound`. Empty for none.
    public var reason: String
    /// Words for people.
    public var message: String
    /// What it is about; nil leaves the member out.
    public var details: Details?
    /// How to go on with a list that can't go on consistently; mostly empty.
    public var continueToken = ""

    /// A status of its parts.
    public init(code: Int, reason: String, message: String, details: Details? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    /// The `Status` object.
    public var json: JSON {
        var object = JSONObject()
        object.add("kind", "Status")
        object.add("apiVersion", "v1")
        object.add("metadata", continueToken.isEmpty ? [:] : ["continue": .string(continueToken)])
        object.add("status", "Failure")
        if !message.isEmpty { object.add("message", .string(message)) }
        if !reason.isEmpty { object.add("reason", .string(reason)) }
        if let details { object.add("details", details.json) }
        object.add("code", .int(code))
        return .object(object)
    }
}

extension APIStatus: CustomStringConvertible {
    /// The message, for logs.
    public var description: String { message }
}

extension APIStatus.Details {
    var json: JSON {
        var object = JSONObject()
        if !name.isEmpty { object.add("name", .string(name)) }
        if !group.isEmpty { object.add("group", .string(group)) }
        if !kind.isEmpty { object.add("kind", .string(kind)) }
        if !uid.isEmpty { object.add("uid", .string(uid)) }
        if !causes.isEmpty { object.add("causes", .array(causes.map(\.json))) }
        if retryAfterSeconds != 0 { object.add("retryAfterSeconds", .int(retryAfterSeconds)) }
        return .object(object)
    }
}

extension APIStatus.Cause {
    var json: JSON {
        var object = JSONObject()
        if !reason.isEmpty { object.add("reason", .string(reason)) }
        if !message.isEmpty { object.add("message", .string(message)) }
        if !field.isEmpty { object.add("field", .string(field)) }
        return .object(object)
    }
}
