import APIMachinery
import CoreResources
import HTTPServer
import ResourceModel

extension APIServer {
    /// PUT to a namespace's `/finalize`: what cleans up says that it is done.
    func finalize(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "UpdateOptions")
        let body = try bodies.object(
            context.http, as: target.definition, options, context.warnings)
        let rules = UpdateRules(
            prepare: { new, old, _ in
                CoreResources.prepareNamespaceFinalize(&new, old: old)
            },
            validate: { new, _, _ in CoreResources.validateNamespaceFinalize(new) },
            allocates: false, subresource: "finalize")
        let change = ObjectChange(makesObjects: false) { _, _ throws(APIStatus) in body }
        let result = try await update(target, rules, change, options, context)
        return respond(result.object, target, context, acceptance)
    }
}
