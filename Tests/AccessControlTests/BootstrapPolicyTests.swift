import APIMachinery
import AccessControl
import JSON
import Testing

@Suite struct BootstrapPolicyTests {
    private let policy: RBACPolicy = {
        let policy = RBACPolicy()
        for object in BootstrapPolicy.objects { policy.apply(object) }
        return policy
    }()

    private func object(_ kind: String, _ name: String) throws -> APIObject {
        try #require(BootstrapPolicy.objects.first { $0.kind == kind && $0.name == name })
    }

    @Test func `no object occurs twice, and every binding's role is there`() throws {
        var seen: Set<[String]> = []
        for object in BootstrapPolicy.objects {
            #expect(
                seen.insert([object.kind, object.namespace, object.name]).inserted,
                "\(object.kind) \(object.name) twice")
        }
        for binding in BootstrapPolicy.objects where binding.kind.hasSuffix("Binding") {
            let reference = try #require(binding.json["roleRef"])
            #expect(
                policy.rules(ofRole: reference, namespace: binding.namespace) != nil,
                "\(binding.name)")
        }
    }

    @Test func `every rule says verbs, and resources or paths`() {
        for object in BootstrapPolicy.objects where object.kind.hasSuffix("Role") {
            for rule in PolicyRule.list(object.json) {
                #expect(!rule.verbs.isEmpty, "\(object.name)")
                #expect(
                    (rule.resources.isEmpty || rule.apiGroups.isEmpty)
                        != rule.nonResourceURLs.isEmpty, "\(object.name): \(rule)")
                #expect(rule.verbs == rule.verbs.sorted(), "\(object.name)")
                #expect(rule.resources == rule.resources.sorted(), "\(object.name)")
            }
        }
    }

    @Test func `the administrator's role allows all there is`() throws {
        let role = try object("ClusterRole", "cluster-admin")
        #expect(role.json["rules"] == .array(PolicyRule.everything.map(\.json)))
        let admin = UserInfo(name: "a", groups: ["system:masters"])
        #expect(
            policy.decide(RequestAttributes(user: admin, verb: "x", resource: "y")).isAllowed)
    }

    @Test(arguments: [
        ("view", "get", "pods", true), ("view", "get", "secrets", false),
        ("view", "create", "pods", false), ("edit", "get", "secrets", true),
        ("edit", "create", "pods", true), ("edit", "get", "configmaps", true),
        ("admin", "delete", "services", true), ("admin", "get", "nodes", false),
    ])
    func `roles for people hold what the smaller ones hold`(
        role: String, verb: String, resource: String, isAllowed: Bool
    ) {
        var binding = APIObject([
            "kind": "RoleBinding", "subjects": [["kind": "User", "name": "u"]],
            "roleRef": ["kind": "ClusterRole", "name": .string(role)],
        ])
        binding.name = "b"
        binding.namespace = "ns"
        policy.apply(binding)
        let request = RequestAttributes(
            user: UserInfo(name: "u"), verb: verb, resource: resource, namespace: "ns")
        #expect(policy.decide(request).isAllowed == isAllowed)
    }

    @Test func `what a start finds lacking is added, and nothing taken away`() throws {
        let wanted = try object("ClusterRole", "system:kube-dns")
        #expect(BootstrapPolicy.reconciled(wanted, with: wanted) == nil)
        var stored = wanted
        let extra: JSON = ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"]]
        stored.json["rules"] = [extra]
        let repaired = try #require(BootstrapPolicy.reconciled(stored, with: wanted))
        let rules = PolicyRule.list(repaired.json)
        #expect(rules.first == PolicyRule(extra))
        #expect(rules.count > 1)
        #expect(BootstrapPolicy.reconciled(repaired, with: wanted) == nil)
        stored.annotations["rbac.authorization.kubernetes.io/autoupdate"] = "false"
        #expect(BootstrapPolicy.reconciled(stored, with: wanted) == nil)
        let binding = try object("ClusterRoleBinding", "system:node-proxier")
        var emptied = binding
        emptied.json["subjects"] = nil
        let filled = try #require(BootstrapPolicy.reconciled(emptied, with: binding))
        #expect(filled.json["subjects"] == binding.json["subjects"])
    }
}
