import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import NamespaceController
import Testing

@Suite struct NamespaceControllerTests {
    private func conditions(_ namespace: APIObject) -> [String: String] {
        var found: [String: String] = [:]
        for condition in namespace["status", "conditions"]?.array ?? [] {
            found[condition["type"]?.string ?? ""] =
                "\(condition["status"]?.string ?? ""): \(condition["message"]?.string ?? "")"
        }
        return found
    }

    @Test func `a deleted namespace takes everything in it along`() async throws {
        let test = try await TestCluster.start()
        test.run(NamespaceController(test.context()))
        try await test.create(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: team}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: team}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: team}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: i}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: team}
            spec: {containers: [{name: c, image: i}]}
            """)
        try await test.cluster.delete(.namespaces, name: "team")
        try await test.eventually("the namespace goes") {
            try await !test.list(.namespaces).contains { $0.name == "team" }
        }
        #expect(try await test.list(.configMaps, "team").isEmpty)
        #expect(try await test.list(.deployments, "team").isEmpty)
        #expect(try await test.list(.pods, "team").isEmpty)
    }

    @Test func `a finalizer holds the namespace, and its conditions say so`() async throws {
        let test = try await TestCluster.start()
        test.run(NamespaceController(test.context()))
        try await test.create(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: team}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: team, finalizers: [example.com/hold]}
            """)
        try await test.cluster.delete(.namespaces, name: "team")
        let found = try await test.eventually("conditions") {
            let found = conditions(try await test.cluster.get(.namespaces, name: "team"))
            return found["NamespaceFinalizersRemaining"]?.hasPrefix("True") == true
                ? found : nil
        }
        #expect(
            found["NamespaceContentRemaining"]
                == "True: Some resources are remaining: configmaps. has 1 resource instances")
        #expect(
            found["NamespaceFinalizersRemaining"]
                == "True: Some content in the namespace has finalizers remaining: "
                + "example.com/hold in 1 resource instances")
        #expect(
            found["NamespaceDeletionDiscoveryFailure"]
                == "False: All resources successfully discovered")
        try await test.cluster.patch(
            .configMaps, namespace: "team", name: "a", ["metadata": ["finalizers": nil]])
        try await test.eventually("the namespace goes") {
            try await !test.list(.namespaces).contains { $0.name == "team" }
        }
    }
}
