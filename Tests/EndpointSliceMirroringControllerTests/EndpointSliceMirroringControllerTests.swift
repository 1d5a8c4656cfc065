import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import EndpointSliceMirroringController
import JSON
import Testing

@Suite struct EndpointSliceMirroringControllerTests {
    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {ports: [{port: 5432}]}
        ---

        """

    private static let endpoints = """
        apiVersion: v1
        kind: Endpoints
        metadata: {name: db, labels: {team: a}, annotations: {note: x}}
        subsets:
        - addresses: [{ip: 192.0.2.1, hostname: one}, {ip: 2001:db8::1}]
          notReadyAddresses: [{ip: 192.0.2.2}]
          ports: [{port: 5432, protocol: TCP}]
        ---

        """

    private static func slices(_ test: TestCluster) async throws -> [APIObject] {
        try await test.list(.endpointSlices, "default").filter {
            $0.labels["endpointslice.kubernetes.io/managed-by"]
                == "endpointslicemirroring-controller.k8s.io"
        }
    }

    /// `family: address readiness` of each endpoint.
    private static func told(_ test: TestCluster) async throws -> Set<String> {
        Set(
            try await slices(test).flatMap { slice in
                (slice.json["endpoints"]?.array ?? []).map { endpoint in
                    let address = endpoint["addresses"]?.array?.first?.string ?? ""
                    let ready = endpoint["conditions"]?["ready"]?.bool ?? false
                    return "\(slice.json["addressType"]?.string ?? ""): \(address) \(ready)"
                }
            })
    }

    @Test func `Endpoints that people write become slices, one a family`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointSliceMirroringController(test.context()))
        try await test.create(Self.service + Self.endpoints)
        try await test.eventually("slices") {
            try await Self.told(test) == [
                "IPv4: 192.0.2.1 true", "IPv4: 192.0.2.2 false", "IPv6: 2001:db8::1 true",
            ]
        }
        let slices = try await Self.slices(test)
        #expect(slices.count == 2)
        for slice in slices {
            #expect(slice.labels["kubernetes.io/service-name"] == "db")
            #expect(slice.labels["team"] == "a")
            #expect(slice.annotations == ["note": "x"])
            #expect(slice.ownerReferences.first?["kind"]?.string == "Endpoints")
        }
        let names = Set(slices.map(\.name))
        try await test.cluster.patch(
            .endpoints, namespace: "default", name: "db",
            [
                "subsets": [
                    [
                        "addresses": [["ip": "192.0.2.9"]],
                        "ports": [["port": 5432, "protocol": "TCP"]],
                    ]
                ]
            ])
        try await test.eventually("they follow") {
            try await Self.told(test) == ["IPv4: 192.0.2.9 true"]
        }
        #expect(names.isSuperset(of: try await Self.slices(test).map(\.name)))
    }

    @Test func `a Service that gets a selector, and a label that says so, end it`() async throws {
        let test = try await TestCluster.start()
        test.run(EndpointSliceMirroringController(test.context()))
        try await test.create(Self.service + Self.endpoints)
        func label(_ value: JSON) async throws {
            try await test.cluster.patch(
                .endpoints, namespace: "default", name: "db",
                ["metadata": ["labels": ["endpointslice.kubernetes.io/skip-mirror": value]]])
        }
        try await test.eventually("mirrored") { try await Self.slices(test).count == 2 }
        try await label("true")
        try await test.eventually("skipped") { try await Self.slices(test).isEmpty }
        try await label(.null)
        try await test.eventually("mirrored again") { try await Self.slices(test).count == 2 }
        try await test.cluster.patch(
            .services, namespace: "default", name: "db",
            ["spec": ["selector": ["app": "db"]]])
        try await test.eventually("over") { try await Self.slices(test).isEmpty }
    }
}
