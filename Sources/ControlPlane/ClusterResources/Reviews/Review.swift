import APIMachinery
import JSON
import ResourceModel

/// Questions that are asked by creating an object, and answered in it; nothing is stored.
enum ReviewKind {
    static let all = [
        review("authentication", "SelfSubjectReview"), review("authentication", "TokenReview"),
        review("authorization", "LocalSubjectAccessReview", isNamespaced: true),
        review("authorization", "SelfSubjectAccessReview"),
        review("authorization", "SelfSubjectRulesReview"),
        review("authorization", "SubjectAccessReview"),
    ]

    private static func review(
        _ group: String, _ name: String, isNamespaced: Bool = false
    ) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: group + ".k8s.io", kind: name, plural: name.lowercased() + "s",
            schema: "\(group).v1.\(name)")
        kind.isNamespaced = isNamespaced
        kind.verbs = [.create]
        return kind
    }
}
