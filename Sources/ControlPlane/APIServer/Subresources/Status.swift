import APIMachinery
import HTTPServer
import ResourceModel

extension APIServer {
    /// `/status`: the object itself, but only its status is written.
    func status(
        _ target: ResourceTarget, _ rules: StatusRules, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        switch context.info.verb {
        case "get": return try await get(target, context)
        case "patch": return try await patch(target, Self.statusRules(rules), context)
        default:
            let acceptance = try Acceptance(context.http, query: context.query)
            let options = try WriteOptions(context.query, kind: "UpdateOptions")
            let body = try bodies.object(
                context.http, as: target.definition, options, context.warnings)
            let change = ObjectChange(makesObjects: false) { _, _ throws(APIStatus) in body }
            let result = try await update(
                target, Self.statusRules(rules), change, options, context)
            return respond(result.object, target, context, acceptance)
        }
    }

    /// Of a write to `/status` only status, labels and annotations and such count.
    private static func statusRules(_ rules: StatusRules) -> UpdateRules {
        UpdateRules(
            prepare: { new, old, write in
                let members = Set(
                    (new.json.object?.keys ?? []) + (old.json.object?.keys ?? []))
                for member in members
                where !["kind", "apiVersion", "metadata", "status"].contains(member) {
                    new[member] = old[member]
                }
                rules.prepare(&new, old, write)
            },
            validate: rules.validate, countsGeneration: false, allocates: false,
            subresource: "status")
    }
}
