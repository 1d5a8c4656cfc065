import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import EndpointsController
import JSON
import KubernetesAPI
import Testing

@Suite struct EndpointsControllerTests {
    private static func pod(
        _ name: String, _ ip: String, ready: Bool = true, port: Int? = nil
    ) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name), labels: {app: web}}
        spec:
          nodeName: n1
          containers:
          - {name: c, image: example.com/a\
        \(port.map { ", ports: [{name: http, containerPort: \($0)}]" } ?? "")}
        status:
          phase: Running
          podIPs: [{ip: \(ip)}]
          podIP: \(ip)
          conditions: [{type: Ready, status: "\(ready ? "True" : "False")"}]
        ---

        """
    }

    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {team: a}}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        ---

        """

    /// `ready/not ready:ports` of each subset.
    private static func subsets(_ test: TestCluster) async throws -> [String] {
        let object = try await test.cluster.get(.endpoints, namespace: "default", name: "web")
        return (object.json["subsets"]?.array ?? []).map { subset in
            func ips(_ key: String) -> String {
                (subset[key]?.array ?? []).compactMap { $0["ip"]?.string }.joined(separator: ",")
            }
            let ports = (subset["ports"]?.array ?? []).compactMap { $0["port"]?.int }
            return "\(ips("addresses"))/\(ips("notReadyAddresses")):\(ports)"
        }.sorted()
    }

    @Test func `pods become subsets, by what they serve`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointsController(test.context()))
        try await test.create(
            Self.service + Self.pod("a", "10.9.0.1", port: 8080)
                + Self.pod("b", "10.9.0.2", ready: false, port: 8080)
                + Self.pod("c", "10.9.0.3", port: 9090) + Self.pod("d", "10.9.0.4"))
        try await test.eventually("subsets") {
            try await Self.subsets(test) == ["10.9.0.1/10.9.0.2:[8080]", "10.9.0.3/:[9090]"]
        }
        let object = try await test.cluster.get(.endpoints, namespace: "default", name: "web")
        #expect(
            object.labels == [
                "team": "a", "endpoints.kubernetes.io/managed-by": "endpoint-controller",
            ])
        try await test.cluster.delete(.services, namespace: "default", name: "web")
        try await test.eventually("they go with their Service") {
            try await !test.list(.endpoints, "default").contains { $0.name == "web" }
        }
    }

    @Test func `settled Endpoints are not written again`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointsController(test.context()))
        try await test.create(Self.service + Self.pod("a", "10.9.0.1", port: 80))
        try await test.eventually("subsets") {
            try await Self.subsets(test) == ["10.9.0.1/:[80]"]
        }
        let before = try await test.cluster.get(.endpoints, namespace: "default", name: "web")
        // A change that concerns no endpoint, and one of another Service that the queue works on
        // after it.
        try await test.cluster.patch(
            .services, namespace: "default", name: "web",
            ["metadata": ["annotations": ["seen": "yes"]]])
        try await test.create(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: other}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """)
        try await test.eventually("the other") {
            try await test.list(.endpoints, "default").contains { $0.name == "other" }
        }
        let after = try await test.cluster.get(.endpoints, namespace: "default", name: "web")
        #expect(before.resourceVersion == after.resourceVersion)
    }

    @Test func `what is too much is left out, the ready last`() throws {
        func addresses(_ count: Int, _ net: Int) -> [SubsetAddress] {
            (0..<count).map {
                SubsetAddress(
                    ip: "10.\(net).\($0 / 256).\($0 % 256)",
                    target: KubernetesAPI.ObjectReference(kind: "Pod", name: "\(net)-\($0)"))
            }
        }
        let subsets = [
            EndpointSubset(ready: addresses(300, 1), notReady: addresses(300, 2), ports: []),
            EndpointSubset(ready: addresses(500, 3), notReady: addresses(100, 4), ports: []),
        ]
        let kept = try #require(EndpointCapacity.truncated(subsets))
        #expect(kept.map(\.ready.count) == [300, 500])
        #expect(kept.map(\.notReady.count) == [150, 50])
        #expect(EndpointCapacity.truncated(subsets, most: 1200) == nil)
        let few = try #require(EndpointCapacity.truncated(subsets, most: 100))
        #expect(few.map(\.ready.count).reduce(0, +) == 100)
        #expect(few.map(\.notReady.count).reduce(0, +) == 0)
    }
}
