import APIMachinery
import JSON

/// Answers of `authorization.k8s.io/v1`: whether somebody may do something.
public enum AccessReview {
    private static let kind = GroupKind(group: "authorization.k8s.io", kind: "")

    /// Answers a SubjectAccessReview, SelfSubjectAccessReview (about `caller`) or
    /// LocalSubjectAccessReview (of the path's namespace): the decoded object → the answered one.
    public static func answer(
        _ review: APIObject, caller: UserInfo, namespace: String = "",
        authorizer: any Authorizer
    ) throws(APIStatus) -> APIObject {
        let isSelf = review.kind == "SelfSubjectAccessReview"
        let isLocal = review.kind == "LocalSubjectAccessReview"
        let mistakes = validate(review, isSelf: isSelf, isLocal: isLocal)
        if !mistakes.isEmpty { throw .invalid(kind, name: "", mistakes) }
        if isLocal && review.namespace != namespace {
            throw .badRequest(
                "spec.resourceAttributes.namespace must match namespace: \(namespace)")
        }
        let spec = review.json["spec"] ?? [:]
        let user = isSelf ? caller : subject(spec)
        let decision = authorizer.decide(attributes(spec, user))
        var answered = review
        var status = JSONObject()
        status.add("allowed", .bool(decision.isAllowed))
        if case .denied = decision { status.add("denied", true) }
        if !decision.reason.isEmpty { status.add("reason", .string(decision.reason)) }
        answered.json["status"] = .object(status)
        return answered
    }

    private static func subject(_ spec: JSON) -> UserInfo {
        var user = UserInfo(
            name: spec["user"]?.string ?? "", uid: spec["uid"]?.string ?? "",
            groups: spec["groups"]?.array?.compactMap(\.string) ?? [])
        for member in spec["extra"]?.object?.members ?? [] {
            user.extra[member.key.lowercased()] = member.value.array?.compactMap(\.string) ?? []
        }
        return user
    }

    private static func attributes(_ spec: JSON, _ user: UserInfo) -> RequestAttributes {
        func text(_ key: String, of json: JSON) -> String { json[key]?.string ?? "" }
        if let path = spec["nonResourceAttributes"] {
            return RequestAttributes(
                user: user, verb: text("verb", of: path), path: text("path", of: path))
        }
        let wanted = spec["resourceAttributes"] ?? [:]
        return RequestAttributes(
            user: user, verb: text("verb", of: wanted), group: text("group", of: wanted),
            version: text("version", of: wanted), resource: text("resource", of: wanted),
            subresource: text("subresource", of: wanted),
            namespace: text("namespace", of: wanted), name: text("name", of: wanted))
    }

    private static func validate(
        _ review: APIObject, isSelf: Bool, isLocal: Bool
    ) -> [InvalidField] {
        let spec = review.json["spec"] ?? [:]
        let path = FieldPath("spec")
        var mistakes: [InvalidField] = []
        let resource = spec["resourceAttributes"]
        let other = spec["nonResourceAttributes"]
        if resource != nil, let other {
            let why = "cannot be specified in combination with resourceAttributes"
            mistakes.append(.invalid(path["nonResourceAttributes"], shown(other), why))
        }
        if resource == nil && other == nil {
            let why = "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            mistakes.append(.invalid(path["resourceAttributes"], .null, why))
        }
        if !isSelf && (spec["user"]?.string ?? "").isEmpty
            && (spec["groups"]?.array ?? []).isEmpty
        {
            let why = "at least one of user or group must be specified"
            mistakes.append(.invalid(path["user"], "", why))
        }
        if isLocal {
            let inner = resource?["namespace"]?.string ?? ""
            if resource != nil && inner != review.namespace {
                let why = "must match metadata.namespace"
                let field = path["resourceAttributes"]["namespace"]
                mistakes.append(.invalid(field, .string(inner), why))
            }
            if let other {
                let why = "disallowed on this kind of request"
                mistakes.append(.invalid(path["nonResourceAttributes"], shown(other), why))
            }
        }
        return mistakes
    }

    /// Paths' attributes as Go shows them.
    private static func shown(_ attributes: JSON) -> JSON {
        [
            "Path": attributes["path"] ?? "",
            "Verb": attributes["verb"] ?? "",
        ]
    }
}
