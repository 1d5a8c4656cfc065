import APIMachinery
import HTTPServer
import ResourceModel

extension APIServer {
    /// The answer to a request that was let in.
    func route(_ context: RequestContext) async throws(APIStatus) -> HTTPResponse {
        let info = context.info
        guard info.isResource else { return try await routePath(context) }
        guard registry.has(group: info.group) else { return Answer.noSuchPath }
        guard info.rest.isEmpty || isOpenEnded(info),
            let definition = registry[
                group: info.group, version: info.version, resource: info.resource],
            definition.isNamespaced || info.namespace.isEmpty || info.resource == "namespaces"
        else { throw .noSuchResource }
        if let deprecation = definition.deprecation { context.warnings.add(deprecation) }
        let target = ResourceTarget(
            definition: definition, storage: registry.storage(of: definition),
            namespace: definition.isNamespaced ? info.namespace : "", name: info.name)
        if !info.subresource.isEmpty { return try await subresource(target, context) }
        return info.name.isEmpty
            ? try await collection(target, context) : try await object(target, context)
    }

    /// Subresources whose paths go on: proxies.
    private func isOpenEnded(_ info: RequestInfo) -> Bool { info.subresource == "proxy" }

    private func collection(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let verb = context.info.verb
        let verbs = target.definition.verbs
        // Over all namespaces one can only look.
        let isWhole = target.definition.isNamespaced && target.namespace.isEmpty
        if Self.isReview(target.definition), verb == "create" {
            return try await review(target, context)
        }
        if target.definition.kind == "Binding", verb == "create" {
            return try await bind(target, context)
        }
        switch verb {
        case "list" where verbs.contains(.list): return try await list(target, context)
        case "watch" where verbs.contains(.watch): return try await watch(target, context)
        case "create" where verbs.contains(.create) && !isWhole:
            return try await create(target, context)
        case "deletecollection" where verbs.contains(.deletecollection) && !isWhole:
            return try await deleteCollection(target, context)
        default: throw .methodNotAllowed
        }
    }

    private func object(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let verbs = target.definition.verbs
        if target.definition.isNamespaced, target.namespace.isEmpty { throw .noSuchResource }
        switch context.info.verb {
        case "get" where verbs.contains(.get): return try await get(target, context)
        case "watch" where verbs.contains(.watch): return try await watch(target, context)
        case "update" where verbs.contains(.update): return try await update(target, context)
        case "patch" where verbs.contains(.patch): return try await patch(target, context)
        case "delete" where verbs.contains(.delete): return try await delete(target, context)
        default: throw .methodNotAllowed
        }
    }

    /// Paths outside the resources.
    private func routePath(_ context: RequestContext) async throws(APIStatus) -> HTTPResponse {
        if let answer = try discovery.answer(context) { return answer }
        if isBelowAPI(context.info) { throw .noSuchResource }
        if let answer = health(context) { return answer }
        if context.info.path == "/metrics" { return metrics.response(limit.current) }
        if let answer = try openID(context) { return answer }
        return Answer.noSuchPath
    }

    /// Paths below `/api/`, or below a group that is served, that name nothing.
    private func isBelowAPI(_ info: RequestInfo) -> Bool {
        let parts = info.path.split(separator: "/")
        if parts.first == "api" { return parts.count > 1 }
        return parts.first == "apis" && parts.count > 2 && registry.has(group: String(parts[1]))
    }
}
