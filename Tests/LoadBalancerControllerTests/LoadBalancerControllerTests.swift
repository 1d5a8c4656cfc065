import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import LoadBalancerController
import Testing

@Suite struct LoadBalancerControllerTests {
    private static func service(
        _ name: String, families: [String] = ["IPv4"], ip: String = "", annotation: String = "",
        class: String = ""
    ) -> APIObject {
        var object = APIObject([
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": .string(name), "namespace": "default"],
            "spec": [
                "type": "LoadBalancer", "ports": [["port": 80]],
                "ipFamilyPolicy": families.count > 1 ? "RequireDualStack" : "SingleStack",
                "ipFamilies": .strings(families),
            ],
        ])
        if !ip.isEmpty { object["spec", "loadBalancerIP"] = .string(ip) }
        if !`class`.isEmpty { object["spec", "loadBalancerClass"] = .string(`class`) }
        if !annotation.isEmpty {
            object.annotations["martlet.dev/load-balancer-ips"] = annotation
        }
        return object
    }

    private static func addresses(_ name: String, _ test: TestCluster) async throws -> [String] {
        let service = try await test.cluster.get(.services, namespace: "default", name: name)
        let ingress = service["status", "loadBalancer", "ingress"]?.array ?? []
        let isVirtual = ingress.allSatisfy { $0["ipMode"]?.string == "VIP" }
        #expect(isVirtual)
        return ingress.compactMap { $0["ip"]?.string }
    }

    private static func expect(
        _ addresses: [String], of name: String, _ test: TestCluster
    ) async throws {
        try await test.eventually("\(name) has \(addresses)") {
            try await Self.addresses(name, test) == addresses
        }
    }

    @Test func `services get addresses of their families, and keep them over restarts`()
        async throws
    {
        let test = try await TestCluster.start()
        let pool = try AddressPool("192.0.2.0/29,2001:db8::10-2001:db8::1f")
        let first = LoadBalancerController(test.context(), pool: pool)
        let task = test.run { await first.run() }
        try await test.create(Self.service("a"))
        try await Self.expect(["192.0.2.1"], of: "a", test)
        try await test.create(Self.service("b", families: ["IPv6", "IPv4"]))
        try await Self.expect(["2001:db8::10", "192.0.2.2"], of: "b", test)
        task.cancel()
        await task.value
        try await test.create(Self.service("c"))
        test.run(LoadBalancerController(test.context(), pool: pool))
        try await Self.expect(["192.0.2.3"], of: "c", test)
        #expect(try await Self.addresses("a", test) == ["192.0.2.1"])
        #expect(try await Self.addresses("b", test) == ["2001:db8::10", "192.0.2.2"])
        try await test.eventually("events say so") {
            try await test.events(about: "c").contains(
                "EnsuredLoadBalancer: Ensured load balancer")
        }
    }

    @Test func `a pool that is used up says so, and gives what comes back`() async throws {
        let test = try await TestCluster.start()
        let pool = try AddressPool("192.0.2.7")
        test.run(LoadBalancerController(test.context(), pool: pool))
        try await test.create(Self.service("a"))
        try await Self.expect(["192.0.2.7"], of: "a", test)
        try await test.create(Self.service("b"))
        try await test.eventually("the event") {
            try await test.events(about: "b").contains { $0.contains("no IPv4 address is left") }
        }
        // Given up by its type.
        try await test.cluster.patch(
            .services, namespace: "default", name: "a", ["spec": ["type": "ClusterIP"]])
        try await Self.expect(["192.0.2.7"], of: "b", test)
        try await Self.expect([], of: "a", test)
        try await test.cluster.patch(
            .services, namespace: "default", name: "a", ["spec": ["type": "LoadBalancer"]])
        try await test.cluster.delete(.services, namespace: "default", name: "b")
        try await Self.expect(["192.0.2.7"], of: "a", test)
    }

    @Test func `an address that is asked for is given, or the event says why not`() async throws {
        let test = try await TestCluster.start()
        test.run(
            LoadBalancerController(test.context(), pool: try AddressPool("192.0.2.10-192.0.2.20")))
        try await test.create(Self.service("field", ip: "192.0.2.15"))
        try await Self.expect(["192.0.2.15"], of: "field", test)
        try await test.create(Self.service("annotated", annotation: "192.0.2.20"))
        try await Self.expect(["192.0.2.20"], of: "annotated", test)
        try await test.create(Self.service("outside", ip: "198.51.100.1"))
        try await test.create(Self.service("twice", ip: "192.0.2.15"))
        for (name, words) in [
            ("outside", "the address 198.51.100.1 is not in the pool"),
            ("twice", "the address 192.0.2.15 is taken by the service default/field"),
        ] {
            try await test.eventually(words) {
                try await test.events(about: name).contains { $0.contains(words) }
            }
        }
        try await test.cluster.patch(
            .services, namespace: "default", name: "outside",
            ["spec": ["loadBalancerIP": "192.0.2.11"]])
        try await Self.expect(["192.0.2.11"], of: "outside", test)
    }

    @Test func `services of another class are others'`() async throws {
        let test = try await TestCluster.start()
        test.run(LoadBalancerController(test.context(), pool: try AddressPool("192.0.2.0/24")))
        try await test.create(Self.service("theirs", class: "example.com/cloud"))
        try await test.create(Self.service("ours", class: "martlet.dev/pool"))
        try await Self.expect(["192.0.2.1"], of: "ours", test)
        #expect(try await Self.addresses("theirs", test).isEmpty)
    }

    @Test(arguments: ["", "192.0.2.0/24,", "192.0.2.9-192.0.2.1", "x", "192.0.2.1-2001:db8::1"])
    func `what is no pool is refused`(_ text: String) {
        #expect(throws: AddressPool.Fault.self) { try AddressPool(text) }
    }

    @Test func `ranges that overlap are refused`() {
        #expect(throws: AddressPool.Fault.self) { try AddressPool("192.0.2.0/24,192.0.2.9") }
    }
}
