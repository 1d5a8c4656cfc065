import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct SourceRangeTests {
    func balancer(_ ranges: String, ingress: String = "[{ip: 203.0.113.1}]") -> String {
        """
        kind: Service
        apiVersion: v1
        metadata: {name: web, namespace: default}
        spec:
          type: LoadBalancer
          clusterIPs: [10.96.0.1, 'fd00::1']
          loadBalancerSourceRanges: \(ranges)
          ports: [{port: 80}]
        status: {loadBalancer: {ingress: \(ingress)}}
        ---

        """
    }

    func allowed(_ text: String, _ family: AddressFamily = .ipv4) throws -> [String]? {
        try #require(try catalog(text).plans(of: web, family: family).first)
            .allowedSources?.map(\.description)
    }

    @Test func `ranges are trimmed, sorted and disjoint`() throws {
        let text = balancer("[' 198.51.100.0/24 ', 10.1.0.0/16, 10.0.0.0/8, 10.0.0.0/8]")
        #expect(try allowed(text) == ["10.0.0.0/8", "198.51.100.0/24"])
    }

    @Test func `without ranges everybody may, and without an address there is nothing to guard`()
        throws
    {
        #expect(try allowed(balancer("[]")) == nil)
        #expect(try allowed(balancer("[10.0.0.0/8]", ingress: "[]")) == nil)
        #expect(
            try allowed(balancer("[10.0.0.0/8]", ingress: "[{ip: 203.0.113.1, ipMode: Proxy}]"))
                == nil)
    }

    @Test func `a range that holds a node's address lets the balancer's addresses in`() throws {
        let text = hereInZone1 + balancer("[192.0.2.0/24]")
        #expect(try allowed(text) == ["192.0.2.0/24", "203.0.113.1/32"])
        #expect(try allowed(hereInZone1 + balancer("[192.0.3.0/24]")) == ["192.0.3.0/24"])
    }

    @Test func `ranges of one family say nothing of the other, as in kube-proxy`() throws {
        let both = "[{ip: 203.0.113.1}, {ip: 'fd00::99'}]"
        #expect(try allowed(balancer("[10.0.0.0/8]", ingress: both), .ipv6) == nil)
        #expect(
            try allowed(balancer("['fd00::/16', 10.0.0.0/8]", ingress: both), .ipv6)
                == ["fd00::/16"])
    }

    @Test func `a range that can't be read opens nothing`() throws {
        var catalog = try catalog(balancer("[all]"))
        #expect(catalog.plans(of: web, family: .ipv4).first?.allowedSources == [])
        #expect(catalog.takeProblems().map(\.field) == ["spec.loadBalancerSourceRanges[0]"])
    }

    @Test func `a changed address of the node is looked at where there are ranges`() throws {
        var catalog = try catalog(
            balancer("[192.0.2.0/24]")
                + service("clusterIP: 10.96.0.2\nports: [{port: 80}]", name: "other"))
        _ = catalog.takeChanged()
        for object in try objects(hereInZone1) { catalog.apply(object) }
        #expect(catalog.takeChanged() == [web])
    }

    @Test func `an external address that is a guarded balancer's stays guarded`() throws {
        let text = balancer("[10.0.0.0/8]").replacing(
            "ports:", with: "externalIPs: [203.0.113.1]\n  ports:")
        let plan = try #require(try catalog(text).plans(of: web, family: .ipv4).first)
        #expect(plan.frontends.map(\.kind) == [.clusterIP, .loadBalancer])
    }
}
