import APIMachinery
import JSON

/// Answers of SelfSubjectRulesReview: what somebody may do in a namespace.
public enum RulesReview {
    /// The decoded object → the answered one.
    public static func answer(
        _ review: APIObject, caller: UserInfo, authorizer: any Authorizer
    ) throws(APIStatus) -> APIObject {
        let namespace = review["spec", "namespace"]?.string ?? ""
        if namespace.isEmpty { throw .badRequest("no namespace on request") }
        var resourceRules: [JSON] = []
        var pathRules: [JSON] = []
        for rule in authorizer.rules(for: caller, namespace: namespace) {
            var part = rule
            if !rule.resources.isEmpty {
                part.nonResourceURLs = []
                resourceRules.append(part.json)
            }
            if !rule.nonResourceURLs.isEmpty {
                part = PolicyRule(verbs: rule.verbs, nonResourceURLs: rule.nonResourceURLs)
                pathRules.append(part.json)
            }
        }
        var answered = review
        // Upstream answers with an empty spec, whatever was asked.
        answered.json["spec"] = [:]
        answered.json["status"] = [
            "resourceRules": .array(resourceRules), "nonResourceRules": .array(pathRules),
            "incomplete": false,
        ]
        return answered
    }
}
