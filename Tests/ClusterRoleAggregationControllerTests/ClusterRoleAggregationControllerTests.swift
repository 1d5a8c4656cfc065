import APIMachinery
import ClusterRoleAggregationController
import ControlPlaneTesting
import ControllerRuntime
import JSON
import Testing

@Suite struct ClusterRoleAggregationControllerTests {
    @Test func `a role that gathers others follows them`() async throws {
        let test = try await TestCluster.start()
        test.run(ClusterRoleAggregationController(test.context()))
        func role(_ name: String, _ resource: String) -> String {
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: \(name), labels: {gather: "yes"}}
            rules: [{apiGroups: [""], resources: [\(resource)], verbs: [get]}]
            """
        }
        try await test.create(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: all}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {gather: "yes"}}]}
            rules: []
            """)
        try await test.create(role("b", "pods"))
        try await test.create(role("a", "nodes"))
        func resources() async throws -> [String?] {
            let role = try await test.cluster.get(.clusterRoles, name: "all")
            return (role["rules"]?.array ?? []).map { $0["resources"]?.array?.first?.string }
        }
        try await test.eventually("both are there") { try await resources() == ["nodes", "pods"] }
        try await test.cluster.delete(.clusterRoles, name: "a")
        try await test.eventually("one is left") { try await resources() == ["pods"] }
    }
}
