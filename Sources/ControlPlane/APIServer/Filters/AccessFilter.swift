import APIMachinery
import AccessControl
import HTTPServer
import WatchCache

/// Who may do what, from the roles that are stored.
struct AccessFilter: Sendable {
    let authorizer: any Authorizer
    let policy: RBACPolicy

    private static let group = "rbac.authorization.k8s.io"
    private static let resources = [
        "roles", "clusterroles", "rolebindings", "clusterrolebindings",
    ].map { GroupResource(group: group, resource: $0) }
    private static let kinds = [
        "roles": "Role", "clusterroles": "ClusterRole", "rolebindings": "RoleBinding",
        "clusterrolebindings": "ClusterRoleBinding",
    ]

    init(modes: [String]) {
        policy = RBACPolicy()
        var links: [any Authorizer] = [MastersAuthorizer()]
        for mode in modes {
            switch mode {
            case "AlwaysAllow": links.append(AlwaysAllow())
            case "RBAC": links.append(policy)
            case "Node": links.append(NodeAuthorizer(policy))
            default: break
            }
        }
        authorizer = AuthorizerChain(links)
    }

    /// Follows roles and bindings.
    func follow(_ cache: WatchCache) {
        let policy = policy
        cache.observe(Self.resources) { event, resource in
            if let object = event.object {
                policy.apply(object.object())
            } else if let previous = event.previous {
                policy.remove(
                    kind: Self.kinds[resource.resource] ?? "", namespace: previous.namespace,
                    name: previous.name)
            }
        }
    }

    /// The request as who it is to be done, if that is allowed.
    func admit(_ context: RequestContext) throws(APIStatus) -> RequestContext {
        var context = context
        let caller = context.user
        if let acting = try Impersonation(headers: context.http.headers.all, caller: caller) {
            for requirement in acting.requirements { try demand(requirement) }
            context.user = acting.user
        }
        try demand(Self.attributes(context.info, context.user))
        return context
    }

    /// - Throws: 403.
    func demand(_ request: RequestAttributes) throws(APIStatus) {
        let decision = authorizer.decide(request)
        if !decision.isAllowed { throw request.forbidden(reason: decision.reason) }
    }

    /// What of a request authorization looks at.
    static func attributes(_ info: RequestInfo, _ user: UserInfo) -> RequestAttributes {
        guard info.isResource else {
            return RequestAttributes(user: user, verb: info.verb, path: info.path)
        }
        return RequestAttributes(
            user: user, verb: info.verb, group: info.group, version: info.version,
            resource: info.resource, subresource: info.subresource,
            namespace: info.namespace, name: info.name)
    }
}
