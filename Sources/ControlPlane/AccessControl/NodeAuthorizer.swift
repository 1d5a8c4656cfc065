/// Allows to nodes what the cluster role `system:node` says, which is bound to nobody.
///
/// Upstream's also looks which pods are on the node before it shows secrets and the like; here a
/// node sees those of all.
public struct NodeAuthorizer: Authorizer {
    private let policy: RBACPolicy

    /// An authorizer that finds the role in a policy.
    public init(_ policy: RBACPolicy) { self.policy = policy }

    /// Allowed to members of `system:nodes` that are called `system:node:…`; no opinion else.
    public func decide(_ request: RequestAttributes) -> AccessDecision {
        let rules = rules(for: request.user, namespace: request.namespace)
        return rules.contains { $0.allows(request) } ? .allowed() : .noOpinion()
    }

    public func rules(for user: UserInfo, namespace: String) -> [PolicyRule] {
        guard user.name.hasPrefix("system:node:"), user.groups.contains("system:nodes") else {
            return []
        }
        return policy.rules(
            ofRole: [
                "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                "name": "system:node",
            ], namespace: "") ?? []
    }
}
