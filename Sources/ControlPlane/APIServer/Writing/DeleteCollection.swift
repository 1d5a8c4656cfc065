import APIMachinery
import HTTPServer
import JSON
import ResourceModel

extension APIServer {
    /// DELETE of a collection: each object that the selectors match.
    func deleteCollection(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try DeleteOptions(context, bodies)
        var deleted: [APIObject] = []
        for object in try selected(target, context) {
            var own = target.naming(object.name)
            own.namespace = object.namespace
            do throws(APIStatus) {
                _ = try await delete(own, options, context)
                deleted.append(try requestForm(object, own))
            } catch {
                // Someone else deleted it meanwhile.
                if error.reason != "NotFound" { throw error }
            }
        }
        return respondList(deleted, target, context, acceptance)
    }
}
