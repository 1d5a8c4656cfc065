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
        case .status(let rules): return try await status(target, rules, context)
        case .scale, .special: throw .noSuchResource
        }
    }
}
