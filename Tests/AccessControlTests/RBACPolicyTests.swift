import APIMachinery
import AccessControl
import JSON
import Testing

@Suite struct RBACPolicyTests {
    static let jane = UserInfo(name: "jane", groups: ["dev", "system:authenticated"])

    /// A policy with one role and one binding of it.
    static func policy(
        rules: JSON, roleKind: String = "Role", bindingKind: String = "RoleBinding",
        subjects: JSON = [["kind": "User", "name": "jane"]]
    ) -> RBACPolicy {
        let policy = RBACPolicy()
        var role = APIObject(["kind": .string(roleKind), "rules": rules])
        role.name = "r"
        if roleKind == "Role" { role.namespace = "ns" }
        policy.apply(role)
        policy.apply(binding("b", bindingKind, roleKind, subjects))
        return policy
    }

    static func binding(
        _ name: String, _ kind: String, _ roleKind: String, _ subjects: JSON
    ) -> APIObject {
        var binding = APIObject([
            "kind": .string(kind), "subjects": subjects,
            "roleRef": ["kind": .string(roleKind), "name": "r"],
        ])
        binding.name = name
        if kind == "RoleBinding" { binding.namespace = "ns" }
        return binding
    }

    static func get(
        _ resource: String, _ subresource: String = "", group: String = "", verb: String = "get",
        namespace: String = "ns", name: String = "", by user: UserInfo = jane
    ) -> RequestAttributes {
        RequestAttributes(
            user: user, verb: verb, group: group, resource: resource, subresource: subresource,
            namespace: namespace, name: name)
    }

    struct Case: Sendable {
        var rule: JSON
        var request: RequestAttributes
        var isAllowed: Bool
    }

    static let pods: JSON = ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"]]
    static let logs: JSON = ["verbs": ["get"], "apiGroups": [""], "resources": ["pods/log"]]
    static let scales: JSON = ["verbs": ["get"], "apiGroups": ["*"], "resources": ["*/scale"]]
    static let named: JSON = [
        "verbs": ["*"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["a"],
    ]
    static let all: JSON = ["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]

    @Test(arguments: [
        Case(rule: pods, request: get("pods"), isAllowed: true),
        Case(rule: pods, request: get("pods", verb: "list"), isAllowed: false),
        Case(rule: pods, request: get("pods", "log"), isAllowed: false),
        Case(rule: pods, request: get("pods", group: "apps"), isAllowed: false),
        Case(rule: pods, request: get("pods", namespace: "other"), isAllowed: false),
        Case(rule: pods, request: get("pods", namespace: ""), isAllowed: false),
        Case(rule: pods, request: get("pods", by: UserInfo(name: "joe")), isAllowed: false),
        Case(rule: logs, request: get("pods", "log"), isAllowed: true),
        Case(rule: logs, request: get("pods"), isAllowed: false),
        Case(rule: scales, request: get("deployments", "scale", group: "apps"), isAllowed: true),
        Case(rule: scales, request: get("deployments", group: "apps"), isAllowed: false),
        Case(rule: named, request: get("pods", name: "a"), isAllowed: true),
        Case(rule: named, request: get("pods", name: "b"), isAllowed: false),
        Case(rule: named, request: get("pods", verb: "list"), isAllowed: false),
        Case(rule: all, request: get("pods", "log", group: "x", verb: "y"), isAllowed: true),
    ])
    func `a rule allows what it names`(_ given: Case) {
        let policy = Self.policy(rules: [given.rule])
        #expect(policy.decide(given.request).isAllowed == given.isAllowed)
    }

    @Test(arguments: [
        ("/healthz", "/healthz", true), ("/healthz", "/healthz/x", false),
        ("/api/*", "/api/v1", true), ("/api/*", "/api", false), ("*", "/anything", true),
        ("/a*", "/abc", true), ("/a", "/", false),
    ])
    func `a rule on paths allows what begins so`(url: String, path: String, isAllowed: Bool) {
        let policy = Self.policy(
            rules: [["verbs": ["get"], "nonResourceURLs": [.string(url)]]],
            roleKind: "ClusterRole", bindingKind: "ClusterRoleBinding")
        let request = RequestAttributes(user: Self.jane, verb: "get", path: path)
        #expect(policy.decide(request).isAllowed == isAllowed)
    }

    static let subjects: [(JSON, UserInfo, String)] = [
        ([["kind": "Group", "name": "dev"]], jane, "Group \"dev\""),
        (
            [["kind": "ServiceAccount", "name": "sa"]],
            UserInfo(name: "system:serviceaccount:ns:sa"), "ServiceAccount \"sa/ns\""
        ),
        (
            [["kind": "ServiceAccount", "name": "sa", "namespace": "other"]],
            UserInfo(name: "system:serviceaccount:other:sa"), "ServiceAccount \"sa/other\""
        ),
    ]

    @Test(arguments: subjects)
    func `the reason names binding, role and subject`(
        subjects: JSON, user: UserInfo, shown: String
    ) {
        let policy = Self.policy(rules: [Self.pods], subjects: subjects)
        let decision = policy.decide(Self.get("pods", by: user))
        let reason = "RBAC: allowed by RoleBinding \"b/ns\" of Role \"r\" to \(shown)"
        #expect(decision == .allowed(reason: reason))
    }

    @Test func `a cluster role bound in a namespace holds there alone`() {
        let policy = Self.policy(rules: [Self.pods], roleKind: "ClusterRole")
        #expect(policy.decide(Self.get("pods")).isAllowed)
        #expect(!policy.decide(Self.get("pods", namespace: "")).isAllowed)
        let everywhere = Self.policy(
            rules: [Self.pods], roleKind: "ClusterRole", bindingKind: "ClusterRoleBinding")
        #expect(everywhere.decide(Self.get("pods", namespace: "")).isAllowed)
    }

    @Test func `changes count at once, and what is removed no longer`() {
        let policy = Self.policy(rules: [Self.pods])
        policy.apply(
            Self.binding("b", "RoleBinding", "Role", [["kind": "User", "name": "joe"]]))
        #expect(!policy.decide(Self.get("pods")).isAllowed)
        #expect(policy.decide(Self.get("pods", by: UserInfo(name: "joe"))).isAllowed)
        policy.remove(kind: "Role", namespace: "ns", name: "r")
        let decision = policy.decide(Self.get("pods", by: UserInfo(name: "joe")))
        let reason = "RBAC: role.rbac.authorization.k8s.io \"r\" not found"
        #expect(decision == .noOpinion(reason: reason))
        policy.remove(kind: "RoleBinding", namespace: "ns", name: "b")
        #expect(policy.decide(Self.get("pods")) == .noOpinion())
    }

    @Test func `an aggregating role has the rules of what it selects`() {
        let policy = Self.policy(
            rules: .null, roleKind: "ClusterRole", bindingKind: "ClusterRoleBinding")
        var aggregating = APIObject([
            "kind": "ClusterRole", "rules": nil,
            "aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["part": "yes"]]]],
        ])
        aggregating.name = "r"
        policy.apply(aggregating)
        #expect(!policy.decide(Self.get("pods")).isAllowed)
        var part = APIObject(["kind": "ClusterRole", "rules": [Self.pods]])
        part.name = "part"
        part.labels = ["part": "yes"]
        policy.apply(part)
        #expect(policy.decide(Self.get("pods")).isAllowed)
    }
}
