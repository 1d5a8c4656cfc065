import AccessControl
import Testing

/// What nodes may do without a binding.
@Suite struct NodeAuthorizerTests {
    static let node = UserInfo(name: "system:node:n1", groups: ["system:nodes"])

    static func authorizer() -> NodeAuthorizer {
        let policy = RBACPolicy()
        for object in BootstrapPolicy.objects { policy.apply(object) }
        return NodeAuthorizer(policy)
    }

    static func request(_ user: UserInfo, _ verb: String, _ resource: String) -> RequestAttributes {
        let parts = resource.split(separator: "/").map(String.init)
        return RequestAttributes(
            user: user, verb: verb, version: "v1", resource: parts[0],
            subresource: parts.count > 1 ? parts[1] : "", namespace: "default", name: "x")
    }

    @Test(arguments: [
        ("get", "secrets", true), ("patch", "pods/status", true), ("list", "services", true),
        ("create", "serviceaccounts/token", true), ("delete", "nodes", false),
        ("create", "secrets", false), ("update", "services", false),
    ])
    func `A node may do what its role says`(verb: String, resource: String, isAllowed: Bool) {
        let decision = Self.authorizer().decide(Self.request(Self.node, verb, resource))
        #expect(decision.isAllowed == isAllowed)
    }

    @Test(arguments: [
        UserInfo(name: "system:node:n1", groups: []),
        UserInfo(name: "somebody", groups: ["system:nodes"]), .anonymous,
    ])
    func `Who is no node has nothing by it`(user: UserInfo) {
        #expect(!Self.authorizer().decide(Self.request(user, "get", "secrets")).isAllowed)
    }

    @Test func `Without the role there is nothing`() {
        let decision = NodeAuthorizer(RBACPolicy()).decide(
            Self.request(Self.node, "get", "secrets"))
        #expect(!decision.isAllowed)
    }
}
