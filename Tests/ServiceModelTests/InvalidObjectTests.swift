import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct InvalidObjectTests {
    /// What the catalog tells of a text, `web`'s frontends and its endpoints.
    func outcome(_ text: String) throws -> (told: [String], frontends: [String], ends: [String]) {
        var catalog = try catalog(text)
        let plan = catalog.plans(of: web, family: .ipv4).first
        return (
            catalog.takeProblems().map(\.description),
            plan?.frontends.map(\.target.description) ?? [],
            plan?.clusterEndpoints.map(\.endpoint.description) ?? []
        )
    }

    @Test func `an address that can't be read is skipped alone, and told`() throws {
        let found = try outcome(
            service(
                "clusterIP: 10.96.0.1\nexternalIPs: [web.example.org, 203.0.113.1, 0.0.0.0]\n"
                    + "ports: [{port: 80}]"))
        #expect(found.frontends == ["10.96.0.1:80/tcp", "203.0.113.1:80/tcp"])
        #expect(
            found.told == [
                "Service default/web: spec.externalIPs[0]: expected an IP address, "
                    + "found \"web.example.org\"; skipped",
                "Service default/web: spec.externalIPs[2]: expected an IP address, "
                    + "found \"0.0.0.0\"; skipped",
            ])
    }

    @Test func `an endpoint of another family, or of none, is skipped alone`() throws {
        let found = try outcome(
            service("clusterIP: 10.96.0.1\nports: [{port: 80}]")
                + slice(
                    "[{addresses: ['fd00::1']}, {addresses: [10.0.0.1]}, {addresses: [x]}, "
                        + "{addresses: [224.0.0.1]}]"))
        #expect(found.ends == ["10.0.0.1:8080"])
        #expect(
            found.told == [
                "EndpointSlice default/web-1: endpoints[0].addresses[0]: expected an IPv4 "
                    + "address, found \"fd00::1\"; skipped",
                "EndpointSlice default/web-1: endpoints[2].addresses[0]: expected an IPv4 "
                    + "address, found \"x\"; skipped",
                "EndpointSlice default/web-1: endpoints[3].addresses[0]: expected an IPv4 "
                    + "address, found \"224.0.0.1\"; skipped",
            ])
    }

    @Test func `a port without a number is skipped alone`() {
        var catalog = ServiceCatalog(options: ModelOptions(nodeName: "here"))
        let metadata = ObjectMeta(name: "web", namespace: "default")
        catalog.apply(
            .service(
                Service(
                    metadata: metadata,
                    spec: ServiceSpec(
                        clusterIPs: ["10.96.0.1", "10.96.0.2"],
                        ports: [
                            ServicePort(name: "zero", port: 0), ServicePort(name: "web", port: 80),
                        ]))))
        #expect(
            catalog.takeProblems().map(\.field) == ["spec.ports[0].port", "spec.clusterIPs[1]"])
        #expect(catalog.plans(of: web, family: .ipv4).map(\.name.port) == ["web"])
    }

    @Test func `what is mended is no problem any more`() throws {
        var catalog = try catalog(
            service("clusterIP: 10.96.0.1\nexternalIPs: [x]\nports: [{port: 80}]"))
        #expect(catalog.takeProblems().count == 1)
        for object in try objects(service("clusterIP: 10.96.0.1\nports: [{port: 80}]")) {
            catalog.apply(object)
        }
        #expect(catalog.currentProblems == [])
    }

    @Test func `a node's and a range's bad parts are skipped alone`() throws {
        var catalog = try catalog(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: here}
            spec: {podCIDRs: [10.244.0.0/24, 'x']}
            status: {addresses: [{type: InternalIP, address: 'y'}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: [10.96.0.0/16, z]}
            """)
        #expect(catalog.takeProblems().count == 3)
        #expect(catalog.node.podCIDRs.map(\.description) == ["10.244.0.0/24"])
        #expect(catalog.serviceCIDRs.map(\.description) == ["10.96.0.0/16"])
    }
}
