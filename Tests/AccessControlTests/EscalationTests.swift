import APIMachinery
import AccessControl
import JSON
import Testing

@Suite struct EscalationTests {
    static let roles = GroupResource(group: "rbac.authorization.k8s.io", resource: "roles")
    static let bindings = GroupResource(
        group: "rbac.authorization.k8s.io", resource: "rolebindings")

    static func role(_ rules: JSON) -> APIObject {
        var role = APIObject(["kind": "Role", "rules": rules])
        role.name = "new"
        role.namespace = "ns"
        return role
    }

    private func check(_ rules: JSON, by user: UserInfo, holding held: JSON) throws {
        let policy = RBACPolicyTests.policy(rules: held)
        try Escalation.checkRole(
            Self.role(rules), old: nil, by: user, resource: Self.roles, authorizer: policy,
            policy: policy)
    }

    static let secrets: JSON = ["verbs": ["get"], "apiGroups": [""], "resources": ["secrets"]]

    @Test func `nobody grants what they don't hold`() {
        let refused = #expect(throws: APIStatus.self) {
            try check([Self.secrets], by: RBACPolicyTests.jane, holding: [RBACPolicyTests.pods])
        }
        #expect(refused?.code == 403)
        #expect(
            refused?.message == """
                roles.rbac.authorization.k8s.io "new" is forbidden: user "jane" \
                (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions \
                not currently held:
                {APIGroups:[""], Resources:["secrets"], Verbs:["get"]}
                """)
    }

    struct Covering: Sendable {
        var held: JSON
        var granted: JSON
        var isCovered: Bool
    }

    @Test(arguments: [
        Covering(held: RBACPolicyTests.all, granted: secrets, isCovered: true),
        Covering(held: secrets, granted: RBACPolicyTests.all, isCovered: false),
        Covering(held: RBACPolicyTests.scales, granted: secrets, isCovered: false),
        Covering(
            held: RBACPolicyTests.scales,
            granted: ["verbs": ["get"], "apiGroups": ["apps"], "resources": ["replicasets/scale"]],
            isCovered: true),
        Covering(
            held: RBACPolicyTests.pods,
            granted: [
                "verbs": ["get"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["x"],
            ], isCovered: true),
        Covering(held: RBACPolicyTests.named, granted: RBACPolicyTests.pods, isCovered: false),
        Covering(
            held: ["verbs": ["get"], "nonResourceURLs": ["/a/*"]],
            granted: ["verbs": ["get"], "nonResourceURLs": ["/a/b"]], isCovered: true),
        Covering(
            held: ["verbs": ["get"], "nonResourceURLs": ["/a/b"]],
            granted: ["verbs": ["get"], "nonResourceURLs": ["/a/*"]], isCovered: false),
    ])
    func `rules cover what they contain`(_ given: Covering) {
        let result = Result {
            try check([given.granted], by: RBACPolicyTests.jane, holding: [given.held])
        }
        #expect(((try? result.get()) != nil) == given.isCovered)
    }

    @Test func `masters, escalators and who changes nothing else may`() throws {
        let everything: JSON = [RBACPolicyTests.all]
        try check(
            everything, by: UserInfo(name: "root", groups: ["system:masters"]), holding: [])
        let escalate: JSON = [
            "verbs": ["escalate"], "apiGroups": ["rbac.authorization.k8s.io"],
            "resources": ["roles"],
        ]
        try check(everything, by: RBACPolicyTests.jane, holding: [escalate])
        let policy = RBACPolicy()
        let role = Self.role(everything)
        try Escalation.checkRole(
            role, old: role, by: RBACPolicyTests.jane, resource: Self.roles, authorizer: policy,
            policy: policy)
    }

    @Test func `a binding of what is not held is refused, of what is held or bindable not`() throws
    {
        let policy = RBACPolicyTests.policy(rules: [RBACPolicyTests.pods])
        var strong = APIObject(["kind": "Role", "rules": [Self.secrets]])
        strong.name = "strong"
        strong.namespace = "ns"
        policy.apply(strong)
        func check(_ role: String) throws {
            var binding = APIObject([
                "kind": "RoleBinding", "subjects": [],
                "roleRef": ["kind": "Role", "name": .string(role)],
            ])
            binding.name = "b2"
            binding.namespace = "ns"
            try Escalation.checkBinding(
                binding, old: nil, by: RBACPolicyTests.jane, resource: Self.bindings,
                authorizer: policy, policy: policy)
        }
        try check("r")
        #expect(throws: APIStatus.self) { try check("strong") }
        let missing = #expect(throws: APIStatus.self) { try check("missing") }
        #expect(missing?.code == 404)
        var own = Self.role([
            RBACPolicyTests.pods,
            [
                "verbs": ["bind"], "apiGroups": ["rbac.authorization.k8s.io"],
                "resources": ["roles"], "resourceNames": ["strong"],
            ],
        ])
        own.name = "r"
        policy.apply(own)
        try check("strong")
    }
}
