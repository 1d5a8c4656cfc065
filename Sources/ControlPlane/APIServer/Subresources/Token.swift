import APIMachinery
import ClusterIdentity
import HTTPServer
import JSON
import ResourceModel
import WatchCache

extension APIServer {
    /// POST to a service account's `/token`: a new token for it.
    func token(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        guard let tokens = identity.tokens else { throw .noSuchResource }
        let document = try bodies.document(context.http)
        try bodies.checkKind(
            document.root, kind: "TokenRequest",
            groupVersion: GroupVersion(group: "authentication.k8s.io", version: "v1"))
        let account = try required(target).object
        let request = try TokenRequest(APIObject(JSON(document.root)))
        let bound = try request.binding.map { binding throws(APIStatus) in
            try found(
                binding.resource, binding.isNamespaced ? target.namespace : "", binding.name)
        }
        var node: APIObject?
        if request.binding?.kind == "Pod", let name = bound?["spec", "nodeName"]?.string {
            node = cache.get(GroupResource(resource: "nodes"), name: name)?.object()
        }
        let answer = try request.answer(
            account: account, bound: bound, node: node, id: UUID.text(), tokens: tokens,
            now: context.now)
        return respond(answer.json, context, acceptance, status: 201)
    }

    private func found(
        _ resource: GroupResource, _ namespace: String, _ name: String
    ) throws(APIStatus) -> APIObject {
        guard let cached = cache.get(resource, namespace: namespace, name: name) else {
            throw .notFound(resource, name: name)
        }
        return cached.object()
    }

    /// How others check this server's tokens: OpenID discovery.
    func openID(_ context: RequestContext) throws(APIStatus) -> HTTPResponse? {
        guard let tokens = identity.tokens else { return nil }
        switch context.info.path {
        case "/.well-known/openid-configuration":
            return Answer.value(
                tokens.openIDConfiguration(keySetURL: identity.address + "/openid/v1/jwks"))
        case "/openid/v1/jwks":
            var headers = HTTPFields()
            headers.add("Content-Type", "application/jwk-set+json")
            return HTTPResponse(
                status: 200, headers: headers, body: .bytes(tokens.keySet.serialized()))
        default: return nil
        }
    }
}
