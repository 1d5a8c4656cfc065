import JSON

extension APIStatus {
    /// 404: no such object.
    public static func notFound(_ resource: GroupResource, name: String) -> APIStatus {
        APIStatus(
            code: 404, reason: "NotFound", message: "\(resource) \"\(name)\" not found",
            details: details(resource, name))
    }

    /// 404: no such resource or path below the API.
    public static let noSuchResource = APIStatus(
        code: 404, reason: "NotFound",
        message: "the server could not find the requested resource", details: Details())

    /// 409: the name is taken.
    public static func alreadyExists(_ resource: GroupResource, name: String) -> APIStatus {
        APIStatus(
            code: 409, reason: "AlreadyExists",
            message: "\(resource) \"\(name)\" already exists", details: details(resource, name))
    }

    /// 409: the object is not as the writer believed.
    public static func conflict(
        _ resource: GroupResource, name: String, _ why: String
    ) -> APIStatus {
        APIStatus(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(resource) \"\(name)\": \(why)",
            details: details(resource, name))
    }

    /// 412: the writer was elected for a term that is over, by its Lease.
    public static func termOver(_ term: LeaseTerm) -> APIStatus {
        APIStatus(
            code: 412, reason: termOverReason,
            message: "\(term.holder) does not hold the lease \(term.namespace)/\(term.name) "
                + "in its term \(term.transitions) any more")
    }

    /// The reason of `termOver`, and of nothing else.
    private static let termOverReason = "TermOver"

    /// Whether the writer leads no more.
    public var isTermOver: Bool { code == 412 && reason == Self.termOverReason }

    /// 422: fields are wrong.
    public static func invalid(
        _ kind: GroupKind, name: String, _ fields: [InvalidField]
    ) -> APIStatus {
        var details = Details()
        details.name = name
        details.group = kind.group
        details.kind = kind.kind
        details.causes = fields.map {
            Cause(reason: $0.reason.rawValue, message: $0.message, field: $0.field)
        }
        let list = fields.map(\.description)
        let joined = list.count == 1 ? list[0] : "[" + list.joined(separator: ", ") + "]"
        return APIStatus(
            code: 422, reason: "Invalid",
            message: "\(kind) \"\(name)\" is invalid: \(joined)", details: details)
    }

    /// 403: not allowed.
    public static func forbidden(
        _ resource: GroupResource, name: String, _ why: String
    ) -> APIStatus {
        let subject = resource.resource.isEmpty ? "" : "\(resource) \"\(name)\" is "
        return APIStatus(
            code: 403, reason: "Forbidden", message: "\(subject)forbidden: \(why)",
            details: details(resource, name))
    }

    /// 400: the request makes no sense.
    public static func badRequest(_ message: String) -> APIStatus {
        APIStatus(code: 400, reason: "BadRequest", message: message)
    }

    /// 410: the revision is gone from history.
    public static func expired(_ message: String) -> APIStatus {
        APIStatus(code: 410, reason: "Expired", message: message)
    }

    /// 405: the resource has no such verb.
    public static let methodNotAllowed = APIStatus(
        code: 405, reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource",
        details: Details())

    /// 401: who asks is not known.
    public static let unauthorized = APIStatus(
        code: 401, reason: "Unauthorized", message: "Unauthorized")

    /// 500: a fault of ours.
    public static func internalError(_ message: String) -> APIStatus {
        var details = Details()
        details.causes = [Cause(reason: "", message: message)]
        return APIStatus(
            code: 500, reason: "InternalError",
            message: "Internal error occurred: \(message)", details: details)
    }

    private static func details(_ resource: GroupResource, _ name: String) -> Details {
        var details = Details()
        details.name = name
        details.group = resource.group
        details.kind = resource.resource
        return details
    }
}
