import APIMachinery
import JSON

/// Answers of `authentication.k8s.io/v1`: who somebody is.
public enum IdentityReview {
    /// Answers a SelfSubjectReview.
    public static func answerSelf(
        _ review: APIObject, caller: UserInfo, now: Timestamp
    ) -> APIObject {
        var answered = review
        answered.creationTimestamp = now.description
        answered.json["status"] = ["userInfo": caller.json]
        return answered
    }

    /// The token of a TokenReview.
    public static func token(of review: APIObject) throws(APIStatus) -> String {
        let token = review["spec", "token"]?.string ?? ""
        if token.isEmpty {
            throw .badRequest("token is required for TokenReview in authentication")
        }
        return token
    }

    /// The audiences a TokenReview asks for; empty for the server's own.
    public static func audiences(of review: APIObject) -> [String] {
        review["spec", "audiences"]?.array?.compactMap(\.string) ?? []
    }

    /// Answers a TokenReview: the user and the audiences the token is for, or why it is none.
    public static func answerToken(
        _ review: APIObject, user: UserInfo?, audiences: [String], fault: String = ""
    ) -> APIObject {
        var answered = review
        var status = JSONObject()
        if let user {
            status.add("authenticated", true)
            status.add("user", user.json)
            if !audiences.isEmpty { status.add("audiences", .strings(audiences)) }
        } else {
            status.add("user", [:])
            if !fault.isEmpty { status.add("error", .string(fault)) }
        }
        answered.json["status"] = .object(status)
        return answered
    }
}
