import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct EndpointChoiceTests {
    let plain = service("clusterIP: 10.96.0.1\nports: [{port: 80}]")

    @Test func `ready endpoints are chosen, and absent readiness counts as ready`() throws {
        let slices = slice(
            """
            [{addresses: [10.0.0.1], conditions: {ready: true}},
             {addresses: [10.0.0.2], conditions: {ready: false}},
             {addresses: [10.0.0.3]}]
            """)
        #expect(try endpoints(catalog(plain + slices)) == ["10.0.0.1:8080", "10.0.0.3:8080"])
    }

    @Test func `serving and terminating endpoints stand in when none is ready`() throws {
        let slices = slice(
            """
            [{addresses: [10.0.0.1], conditions: {ready: false, serving: true, terminating: true}},
             {addresses: [10.0.0.2], conditions: {ready: false, serving: false, terminating: true}},
             {addresses: [10.0.0.3], conditions: {ready: false, serving: true}}]
            """)
        #expect(try endpoints(catalog(plain + slices)) == ["10.0.0.1:8080"])
        let one = slice("[{addresses: [10.0.0.9]}]", name: "web-2")
        #expect(try endpoints(catalog(plain + slices + one)) == ["10.0.0.9:8080"])
    }

    @Test func `an endpoint in two slices counts once, ready when one says so`() throws {
        let first = slice("[{addresses: [10.0.0.1], conditions: {ready: true}}]")
        let second = slice(
            "[{addresses: [10.0.0.1], "
                + "conditions: {ready: false, serving: true, terminating: true}}]",
            name: "web-2")
        #expect(try endpoints(catalog(plain + first + second)) == ["10.0.0.1:8080"])
    }

    @Test(arguments: [
        ("[{name: x, port: 8080, protocol: TCP}]", "another name"),
        ("[{port: 8080, protocol: UDP}]", "another protocol"), ("[{protocol: TCP}]", "no number"),
    ])
    func `a slice port that does not match gives nothing`(ports: String, why: String) throws {
        let other = slice("[{addresses: [10.0.0.1]}]", ports: ports)
        #expect(try endpoints(catalog(plain + other)) == [], "\(why)")
    }

    @Test func `slices of names, headless ones and other namespaces count for nothing`() throws {
        let text =
            plain + slice("[{addresses: [example.org]}]", name: "a", type: "FQDN")
            + slice(
                "[{addresses: [10.0.0.1]}]", name: "b",
                labels: ", service.kubernetes.io/headless: ''")
            + slice("[{addresses: [10.0.0.2]}]", name: "c", of: "other")
        #expect(try endpoints(catalog(text)) == [])
    }

    @Test func `only endpoints that may be here can reach themselves`() throws {
        let slices = slice(
            """
            [{addresses: [10.0.0.1], nodeName: here}, {addresses: [10.0.0.2], nodeName: there},
             {addresses: [10.0.0.3]}]
            """)
        let plan = try #require(try catalog(plain + slices).plans(of: web, family: .ipv4).first)
        #expect(plan.hairpins.map(\.description) == ["10.0.0.1", "10.0.0.3"])
        #expect(plan.clusterEndpoints.count == 3)
    }
}
