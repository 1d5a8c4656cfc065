import APIMachinery
import HTTPServer
import ResourceModel

extension APIServer {
    /// A request below an object's path.
    func subresource(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let info = context.info
        guard
            let found = target.definition.subresources.first(where: { $0.name == info.subresource })
        else { throw .noSuchResource }
        guard found.verbs.contains(where: { $0.rawValue == info.verb }) else {
            throw .methodNotAllowed
        }
        switch found.service {
        case .status(let rules):
            return try await part(target, Self.statusRules(rules), context)
        case .part(let rules):
            let update = UpdateRules(
                prepare: rules.prepare, validate: rules.validate, allocates: false,
                subresource: found.name)
            return try await part(target, update, context)
        case .scale(let rules): return try await scale(target, rules, context)
        case .special: return try await special(target, context)
        }
    }

    /// A subresource whose body is the object itself, of which only a part is written.
    private func part(
        _ target: ResourceTarget, _ rules: UpdateRules, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        switch context.info.verb {
        case "get": return try await get(target, context)
        case "patch": return try await patch(target, rules, context)
        default:
            let acceptance = try Acceptance(context.http, query: context.query)
            let options = try WriteOptions(context.query, kind: "UpdateOptions")
            let body = try bodies.object(
                context.http, as: target.definition, options, context.warnings)
            let change = ObjectChange(makesObjects: false) { _, _ throws(APIStatus) in body }
            let result = try await update(target, rules, change, options, context)
            return respond(result.object, target, context, acceptance)
        }
    }

    /// Of a write to `/status` only the status and some metadata count.
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

    /// Subresources with code of their own.
    private func special(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        switch (target.storage.groupResource.description, context.info.subresource) {
        case ("namespaces", "finalize"): return try await finalize(target, context)
        case ("serviceaccounts", "token"): return try await token(target, context)
        case ("pods", "binding"): return try await bind(target, context)
        case ("pods", "eviction"): return try await evict(target, context)
        case ("pods", "log"): return try await podLog(target, context)
        case ("pods", "exec"), ("pods", "attach"), ("pods", "portforward"):
            return try await podStream(target, context)
        case (_, "proxy"): return try await proxy(target, context)
        default: throw .noSuchResource
        }
    }
}
