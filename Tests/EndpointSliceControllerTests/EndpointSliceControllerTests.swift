import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import EndpointSliceController
import JSON
import Testing

@Suite struct EndpointSliceControllerTests {
    private static func pod(
        _ name: String, _ ip: String, ready: Bool = true, node: String = "n1"
    ) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name), labels: {app: web}}
        spec: {nodeName: \(node), containers: [{name: c, image: example.com/a}]}
        status:
          phase: Running
          podIP: \(ip)
          podIPs: [{ip: \(ip)}]
          conditions: [{type: Ready, status: "\(ready ? "True" : "False")"}]
        ---

        """
    }

    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---

        """

    private static func node(_ name: String, zone: String = "z") -> String {
        """
        apiVersion: v1
        kind: Node
        metadata: {name: \(name), labels: {topology.kubernetes.io/zone: \(zone)}}
        ---

        """
    }

    private static func slices(_ test: TestCluster) async throws -> [APIObject] {
        try await test.list(.endpointSlices, "default").filter {
            $0.labels["kubernetes.io/service-name"] == "web"
        }
    }

    /// `pod ready/serving/terminating zone` of each endpoint of all slices.
    private static func told(_ test: TestCluster) async throws -> [String] {
        try await slices(test).flatMap { slice in
            (slice.json["endpoints"]?.array ?? []).map { endpoint in
                let conditions = ["ready", "serving", "terminating"].map {
                    endpoint["conditions"]?[$0]?.bool == true ? String($0.prefix(1)) : "-"
                }.joined()
                let name = endpoint["targetRef"]?["name"]?.string ?? ""
                return "\(name) \(conditions) \(endpoint["zone"]?.string ?? "")"
            }
        }.sorted()
    }

    private static func expect(_ endpoints: [String], _ test: TestCluster) async throws {
        try await test.eventually("\(endpoints)") { try await told(test) == endpoints }
    }

    @Test func `slices follow pods from the first to the last`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointSliceController(test.context()))
        try await test.create(Self.node("n1") + Self.service)
        try await test.eventually("one empty slice") { try await Self.slices(test).count == 1 }
        let name = try await Self.slices(test).first?.name
        try await test.create(Self.pod("a", "10.9.0.1") + Self.pod("b", "10.9.0.2", ready: false))
        try await Self.expect(["a rs- z", "b --- z"], test)
        // The empty slice was filled, not exchanged.
        #expect(try await Self.slices(test).map(\.name) == [name])
        try await test.cluster.delete(.pods, namespace: "default", name: "a")
        try await Self.expect(["a -st z", "b --- z"], test)
        try await test.cluster.delete(
            .pods, namespace: "default", name: "a", Deletion(grace: 0))
        try await Self.expect(["b --- z"], test)
        try await test.cluster.patch(
            .pods, namespace: "default", name: "b", ["metadata": ["labels": ["app": "x"]]])
        try await Self.expect([], test)
        #expect(try await Self.slices(test).map(\.name) == [name])
    }

    @Test func `pods of nodes that aren't there get no traffic until they are`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointSliceController(test.context()))
        try await test.create(
            Self.node("n1") + Self.service + Self.pod("a", "10.9.0.1")
                + Self.pod("b", "10.9.0.2", node: "n2"))
        try await Self.expect(["a rs- z"], test)
        try await test.create(Self.node("n2", zone: "zwei"))
        try await Self.expect(["a rs- z", "b rs- zwei"], test)
    }

    @Test func `what others do to slices is repaired`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointSliceController(test.context()))
        try await test.create(Self.node("n1") + Self.service + Self.pod("a", "10.9.0.1"))
        try await Self.expect(["a rs- z"], test)
        let first = try #require(try await Self.slices(test).first)
        try await test.cluster.delete(.endpointSlices, namespace: "default", name: first.name)
        try await test.eventually("a new one") {
            let slices = try await Self.slices(test)
            return slices.count == 1 && slices.first?.name != first.name
        }
        let second = try #require(try await Self.slices(test).first)
        try await test.cluster.patch(
            .endpointSlices, namespace: "default", name: second.name, ["endpoints": []])
        try await Self.expect(["a rs- z"], test)
    }

    @Test func `two controllers at once end with each pod in one slice`() async throws {
        let test = try await TestCluster.start()
        test.run(
            EndpointSliceController(test.context()), EndpointSliceController(test.context()))
        try await test.create(Self.node("n1") + Self.service)
        for number in 1...120 {
            try await test.create(Self.pod("p\(number)", "10.9.0.\(number)"))
        }
        try await test.eventually("all of them, once") {
            let told = try await Self.told(test)
            return told.count == 120 && Set(told).count == 120
        }
        let sizes = try await Self.slices(test).map { $0.json["endpoints"]?.array?.count ?? 0 }
        #expect((sizes.max() ?? 0) <= 100)
    }
}
