import APIMachinery
import AccessControl
import HTTPServer
import ResourceModel

extension APIServer {
    /// Whether a kind is a question that is answered and not stored.
    static func isReview(_ definition: ResourceDefinition) -> Bool {
        definition.verbs == [.create]
            && ["authorization.k8s.io", "authentication.k8s.io"].contains(definition.group)
    }

    /// POST of a review.
    func review(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "CreateOptions")
        let asked = try bodies.object(
            context.http, as: target.definition, options, context.warnings)
        let answered = try await answer(asked, target, context)
        let canonical = try schemas.canonical(answered.json, as: target.definition.schema)
        return respond(canonical.json, context, acceptance, status: 201)
    }

    private func answer(
        _ review: APIObject, _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> APIObject {
        switch target.definition.kind {
        case "SelfSubjectRulesReview":
            return try RulesReview.answer(
                review, caller: context.user, authorizer: access.authorizer)
        case "SelfSubjectReview":
            return IdentityReview.answerSelf(review, caller: context.user, now: context.now)
        case "TokenReview":
            return try await answerToken(review)
        default:
            return try AccessReview.answer(
                review, caller: context.user, namespace: target.namespace,
                authorizer: access.authorizer)
        }
    }

    private func answerToken(_ review: APIObject) async throws(APIStatus) -> APIObject {
        let token = try IdentityReview.token(of: review)
        let verified = authenticator.verify(
            token, audiences: IdentityReview.audiences(of: review), now: Self.now)
        switch verified {
        case .success(let found):
            return IdentityReview.answerToken(
                review, user: found.user, audiences: found.audiences)
        case .failure(let fault):
            return IdentityReview.answerToken(
                review, user: nil, audiences: [], fault: fault.message)
        }
    }
}
