import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import ServiceAccountController
import Testing

@Suite struct ServiceAccountControllerTests {
    @Test func `each namespace has a default account, which comes back`() async throws {
        let test = try await TestCluster.start()
        test.run(ServiceAccountController(test.context()))
        try await test.create("{apiVersion: v1, kind: Namespace, metadata: {name: team}}")
        let first = try await test.eventually("an account") {
            try await test.list(.serviceAccounts, "team").first
        }
        #expect(first.name == "default")
        try await test.cluster.delete(.serviceAccounts, namespace: "team", name: "default")
        try await test.eventually("another account") {
            try await test.list(.serviceAccounts, "team").first.map { $0.uid != first.uid }
                ?? false
        }
    }

    @Test func `root certificates are published and kept as they are`() async throws {
        let test = try await TestCluster.start()
        test.run(RootCACertificatePublisher(test.context(), certificates: "PEM"))
        try await test.create("{apiVersion: v1, kind: Namespace, metadata: {name: team}}")
        func published() async throws -> APIObject? {
            try await test.list(.configMaps, "team").first { $0.name == "kube-root-ca.crt" }
        }
        let map = try await test.eventually("a config map") { try await published() }
        #expect(map["data"] == ["ca.crt": "PEM"])
        #expect(map.annotations["kubernetes.io/description"]?.hasPrefix("Contains a CA") == true)
        try await test.cluster.patch(
            .configMaps, namespace: "team", name: map.name, ["data": ["ca.crt": "x", "y": "z"]])
        try await test.eventually("the data come back") {
            try await published()?["data"] == ["ca.crt": "PEM"]
        }
        try await test.cluster.delete(.configMaps, namespace: "team", name: map.name)
        try await test.eventually("the map comes back") { try await published() != nil }
    }
}
