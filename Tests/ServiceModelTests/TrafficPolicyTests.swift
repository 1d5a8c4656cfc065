import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct TrafficPolicyTests {
    func plan(_ spec: String, _ endpoints: String, kind: String = "") throws -> ServicePortPlan {
        let text = service(spec) + slice(endpoints)
        return try #require(try catalog(text).plans(of: web, family: .ipv4).first)
    }

    static let nodePort = "type: NodePort\nclusterIP: 10.96.0.1\n"
    static let ports = "ports: [{port: 80, nodePort: 30080}]"
    static let here = "{addresses: [10.0.0.1], nodeName: here}"
    static let there = "{addresses: [10.0.0.2], nodeName: there}"
    static let unnamed = "{addresses: [10.0.0.3]}"
    static func ending(_ host: Int, _ node: String) -> String {
        "{addresses: [10.0.0.\(host)], nodeName: \(node), "
            + "conditions: {ready: false, serving: true, terminating: true}}"
    }

    func local(_ plan: ServicePortPlan) -> [String] {
        plan.localEndpoints.map(\.endpoint.address.description)
    }

    @Test func `policy Local takes this node's endpoints, and nobody's are not this node's`()
        throws
    {
        let spec = Self.nodePort + "externalTrafficPolicy: Local\n" + Self.ports
        let plan = try plan(spec, "[\(Self.here), \(Self.there), \(Self.unnamed)]")
        #expect(local(plan) == ["10.0.0.1"])
        #expect(plan.clusterEndpoints.count == 3)
        #expect(plan.treatment(at: .nodePort) == .shortCircuited)
        #expect(plan.treatment(at: .clusterIP) == .translated(.cluster))
    }

    @Test func `the fallback is decided apart for Cluster and for Local`() throws {
        let spec = Self.nodePort + "externalTrafficPolicy: Local\n" + Self.ports
        let plan = try plan(spec, "[\(Self.ending(1, "here")), \(Self.there)]")
        #expect(local(plan) == ["10.0.0.1"])
        #expect(plan.clusterEndpoints.map(\.endpoint.address.description) == ["10.0.0.2"])
        #expect(plan.hairpins.map(\.description) == ["10.0.0.1"])
    }

    @Test func `local endpoints are told only where something leads to them`() throws {
        let cluster = try plan(Self.nodePort + Self.ports, "[\(Self.here)]")
        #expect(local(cluster) == [])
        let unused = try plan(
            "clusterIP: 10.96.0.1\nexternalTrafficPolicy: Local\n" + Self.ports, "[\(Self.here)]")
        #expect(unused.externalPolicy == .cluster)
    }

    @Test func `internal policy Local drops without a local endpoint, and refuses without any`()
        throws
    {
        let spec = "clusterIP: 10.96.0.1\ninternalTrafficPolicy: Local\nports: [{port: 80}]"
        #expect(try plan(spec, "[\(Self.there)]").treatment(at: .clusterIP) == .dropped)
        #expect(try plan(spec, "[]").treatment(at: .clusterIP) == .refused)
        #expect(
            try plan(spec, "[\(Self.here)]").treatment(at: .clusterIP) == .translated(.local))
    }

    @Test func `what still serves and is not chosen is told for UDP`() throws {
        let text =
            service("clusterIP: 10.96.0.1\nports: [{port: 53, protocol: UDP}]")
            + slice(
                "[\(Self.here), \(Self.ending(2, "here")), "
                    + "{addresses: [10.0.0.3], conditions: {ready: false, serving: false}}]",
                ports: "[{port: 53, protocol: UDP}]")
        let plan = try #require(try catalog(text).plans(of: web, family: .ipv4).first)
        #expect(plan.retained.map(\.description) == ["10.0.0.2:53"])
        #expect(plan.clusterEndpoints.count == 1)
    }

    @Test func `a health check port counts ready endpoints of this node, by family`() throws {
        let spec =
            "type: LoadBalancer\nclusterIPs: [10.96.0.1, 'fd00::1']\n"
            + "externalTrafficPolicy: Local\nhealthCheckNodePort: 31000\n" + Self.ports
        let text =
            service(spec) + slice("[\(Self.here), \(Self.ending(4, "here")), \(Self.there)]")
            + slice("[{addresses: ['fd00::9'], nodeName: there}]", name: "web-6", type: "IPv6")
        #expect(
            try catalog(text).healthChecks(of: web) == [
                ServiceHealthCheck(service: web, port: 31000, family: .ipv4, localEndpoints: 1),
                ServiceHealthCheck(service: web, port: 31000, family: .ipv6, localEndpoints: 0),
            ])
        let plain = service("clusterIP: 10.96.0.1\nports: [{port: 80}]")
        #expect(try catalog(plain).healthChecks(of: web) == [])
    }
}
