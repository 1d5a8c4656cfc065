import APIMachinery
import AccessControl
import JSON
import Testing

@Suite struct ReviewTests {
    let policy = RBACPolicyTests.policy(rules: [RBACPolicyTests.pods])

    private func review(_ kind: String, _ spec: JSON, namespace: String = "") -> APIObject {
        var review = APIObject(["kind": .string(kind), "metadata": [:], "spec": spec])
        review.namespace = namespace
        return review
    }

    private func answer(_ review: APIObject, namespace: String = "") throws -> JSON? {
        try AccessReview.answer(
            review, caller: RBACPolicyTests.jane, namespace: namespace, authorizer: policy
        ).json["status"]
    }

    static let getPods: JSON = ["namespace": "ns", "verb": "get", "resource": "pods"]

    @Test func `reviews answer as the authorizer decides`() throws {
        let reason: JSON =
            "RBAC: allowed by RoleBinding \"b/ns\" of Role \"r\" to User \"jane\""
        let allowed: JSON = ["allowed": true, "reason": reason]
        let own = review("SelfSubjectAccessReview", ["resourceAttributes": Self.getPods])
        #expect(try answer(own) == allowed)
        let named = review(
            "SubjectAccessReview", ["user": "jane", "resourceAttributes": Self.getPods])
        #expect(try answer(named) == allowed)
        let other = review(
            "SubjectAccessReview", ["user": "joe", "resourceAttributes": Self.getPods])
        #expect(try answer(other) == ["allowed": false])
        let local = review(
            "LocalSubjectAccessReview", ["user": "jane", "resourceAttributes": Self.getPods],
            namespace: "ns")
        #expect(try answer(local, namespace: "ns") == allowed)
    }

    struct Mistake: Sendable {
        var kind = "SubjectAccessReview"
        var spec: JSON
        var namespace = ""
        var message: String
    }

    static let path: JSON = ["path": "/x", "verb": "get"]
    static let both = """
        .authorization.k8s.io "" is invalid: spec.nonResourceAttributes: Invalid value: \
        {"Path":"/x","Verb":"get"}: cannot be specified in combination with resourceAttributes
        """
    static let neither = """
        .authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly \
        one of nonResourceAttributes or resourceAttributes must be specified
        """
    static let nobody = """
        .authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user \
        or group must be specified
        """

    @Test(arguments: [
        Mistake(
            kind: "SelfSubjectAccessReview",
            spec: ["resourceAttributes": getPods, "nonResourceAttributes": path], message: both),
        Mistake(kind: "SelfSubjectAccessReview", spec: [:], message: neither),
        Mistake(spec: ["nonResourceAttributes": path], message: nobody),
    ])
    func `questions that make no sense are told so`(_ given: Mistake) {
        let refused = #expect(throws: APIStatus.self) {
            try answer(review(given.kind, given.spec, namespace: given.namespace))
        }
        #expect(refused?.code == 422)
        #expect(refused?.message == given.message)
    }

    @Test func `the rules of a namespace are listed`() throws {
        let answered = try RulesReview.answer(
            review("SelfSubjectRulesReview", ["namespace": "ns"]), caller: RBACPolicyTests.jane,
            authorizer: policy)
        #expect(answered.json["spec"] == [:])
        #expect(
            answered.json["status"] == [
                "resourceRules": [RBACPolicyTests.pods], "nonResourceRules": [],
                "incomplete": false,
            ])
        let refused = #expect(throws: APIStatus.self) {
            try RulesReview.answer(
                review("SelfSubjectRulesReview", [:]), caller: RBACPolicyTests.jane,
                authorizer: policy)
        }
        #expect(refused?.message == "no namespace on request")
    }

    @Test func `a forbidden request says what of`() {
        let request = RBACPolicyTests.get("pods", "log", name: "x")
        let message =
            "pods \"x\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API "
            + "group \"\" in the namespace \"ns\""
        #expect(request.forbidden().message == message)
        #expect(request.forbidden(reason: "no").message == message + ": no")
        let path = RequestAttributes(user: RBACPolicyTests.jane, verb: "get", path: "/x")
        #expect(
            path.forbidden().message == "forbidden: User \"jane\" cannot get path \"/x\"")
    }
}
