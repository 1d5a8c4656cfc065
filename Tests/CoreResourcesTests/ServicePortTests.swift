import APIMachinery
import CoreResources
import JSON
import NetworkAddress
import Testing

@Suite struct ServicePortTests {
    private typealias Base = ServiceAllocationTests

    /// The node ports of a Service's ports, 0 for none.
    private static func ports(_ service: APIObject) -> [Int] {
        (service["spec", "ports"]?.array ?? []).map { $0["nodePort"]?.int ?? 0 }
    }

    @Test(arguments: [
        (
            #"[{"port":53,"nodePort":30003},{"port":53,"protocol":"UDP","nodePort":30003}]"#,
            [30003, 30003]
        ),
        (#"[{"port":53},{"port":53,"protocol":"UDP","nodePort":30003}]"#, [30003, 30003]),
        (#"[{"port":53,"nodePort":30003},{"port":53,"protocol":"UDP"}]"#, [30003, 30003]),
    ])
    func `protocols share a node port`(ports: String, expected: [Int]) throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let (service, _) = try Base.create(
            &allocation, #"{"type":"NodePort","ports":\#(ports)}"#)
        #expect(Self.ports(service) == expected)
    }

    @Test(arguments: [
        (30001, "provided port is already allocated"),
        (80, "provided port is not in the valid range. The range of valid ports is 30000-32767"),
    ])
    func `a node port that can't be had is refused in upstream's words`(
        port: Int, words: String
    ) throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let first = #"{"type":"NodePort","ports":[{"port":80,"nodePort":30001}]}"#
        _ = try Base.create(&allocation, first)
        let spec = #"{"type":"NodePort","ports":[{"port":80,"nodePort":\#(port)}]}"#
        #expect(
            Base.refusal(&allocation, spec)
                == "Service \"s\" is invalid: spec.ports[0].nodePort: Invalid value: "
                + "\(port): \(words)")
    }

    @Test func `a load balancer without node ports gets none but those asked for`() throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let (service, _) = try Base.create(
            &allocation,
            #"{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"#
                + #""ports":[{"port":80},{"port":81,"nodePort":30009}]}"#)
        #expect(Self.ports(service) == [0, 30009])
    }

    @Test func `a local load balancer has a port for health checks, until it is no more`() throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let spec = #"{"type":"LoadBalancer","externalTrafficPolicy":"Local","ports":[{"port":80}]}"#
        let (service, changes) = try Base.create(&allocation, spec)
        let port = try #require(service["spec", "healthCheckNodePort"]?.int)
        #expect(changes.takenPorts.count == 2 && changes.takenPorts.contains(port))
        var plain = service
        plain["spec", "type"] = "ClusterIP"
        var new = try Written.changed("services", plain.json.description, from: service)
        let freed = try allocation.allocate(&new, old: service)
        #expect(Set(freed.releasedPorts) == Set(changes.takenPorts))
        #expect(new["spec", "healthCheckNodePort"] == nil && Self.ports(new) == [0])
        #expect(new["spec", "externalTrafficPolicy"] == nil)
    }

    @Test func `a port that is renumbered keeps its node port by its name`() throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let (service, _) = try Base.create(
            &allocation, #"{"type":"NodePort","ports":[{"name":"a","port":80}]}"#)
        let body = #"{"metadata":{"name":"s"},"spec":{"type":"NodePort","#
        var new = try Written.changed(
            "services", body + #""ports":[{"name":"a","port":81}]}}"#, from: service)
        let changes = try allocation.allocate(&new, old: service)
        #expect(Self.ports(new) == Self.ports(service))
        #expect(changes == ServiceAllocation.Changes())
        #expect(new["spec", "clusterIP"] == service["spec", "clusterIP"])
    }

    @Test func `a changed node port frees the old one once it is stored`() throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let spec = #"{"type":"NodePort","ports":[{"port":80,"nodePort":30013}]}"#
        let (service, _) = try Base.create(&allocation, spec)
        var new = service
        new["spec", "ports"] = [
            ["port": 80, "protocol": "TCP", "targetPort": 80, "nodePort": 30014]
        ]
        let changes = try allocation.allocate(&new, old: service)
        #expect(changes.takenPorts == [30014] && changes.releasedPorts == [30013])
        #expect(Base.refusal(&allocation, spec) != nil)
        allocation.commit(changes)
        #expect(Base.refusal(&allocation, spec) == nil)
    }
}
