import KubernetesAPI
import NetLab
import NetworkAddress
import Testing

@Suite struct PodFilesTests {
    private static let host = "nameserver 192.0.2.53\nsearch example.org\noptions edns0\n"

    private func resolver(_ spec: String) throws -> String {
        let plan = try Fixtures.plan(Fixtures.pod("a", spec))
        let pod = try #require(plan.cluster.pods.first)
        return ResolverConfiguration(for: pod, in: plan.topology, host: Self.host).text
    }

    @Test func `resolv.conf follows dnsPolicy`() throws {
        let cluster = """
            search default.svc.cluster.local svc.cluster.local cluster.local
            nameserver 10.96.0.10
            options ndots:5

            """
        let host = "search example.org\nnameserver 192.0.2.53\noptions edns0\n"
        let cases: [(String, String)] = [
            ("containers: [{name: c}]", cluster),
            ("dnsPolicy: Default, containers: [{name: c}]", host),
            ("hostNetwork: true, containers: [{name: c}]", host),
            (
                "hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet, containers: [{name: c}]",
                cluster
            ),
            ("dnsPolicy: None, containers: [{name: c}]", ""),
            (
                "dnsPolicy: None, dnsConfig: {nameservers: [192.0.2.1], searches: [a.b], "
                    + "options: [{name: ndots, value: '2'}, {name: edns0}]}, "
                    + "containers: [{name: c}]",
                "search a.b\nnameserver 192.0.2.1\noptions ndots:2 edns0\n"
            ),
        ]
        for (spec, expected) in cases {
            let text = try resolver(spec)
            #expect(text == expected, "\(spec)")
        }
    }

    @Test func `dnsConfig adds to the policy and replaces its options`() throws {
        let text = try resolver(
            "dnsConfig: {searches: [more.org], options: [{name: ndots, value: '1'}]}, "
                + "containers: [{name: c}]")
        #expect(text.contains("cluster.local more.org\n"))
        #expect(text.hasSuffix("options ndots:1\n"))
    }

    @Test func `hosts names the pod at each of its addresses`() throws {
        let plan = try Fixtures.plan(
            Fixtures.pod("a", "hostname: h, subdomain: sub, containers: [{name: c}]"))
        let pod = try #require(plan.cluster.pods.first)
        let addresses = ["10.244.1.2", "fd00::2"].compactMap { IPAddress($0) }
        let text = HostsFile.text(for: pod, addresses: addresses, domain: "cluster.local")
        #expect(text.contains("\n10.244.1.2\th.sub.default.svc.cluster.local\th\n"))
        #expect(text.contains("\nfd00::2\th.sub.default.svc.cluster.local\th\n"))
    }

    @Test func `variables in commands are replaced as Kubernetes does`() {
        let variables = ["A": "1", "B": "2"]
        let cases = [
            ("plain", "plain"), ("$(A)-$(B)", "1-2"), ("$(C)", "$(C)"), ("$$(A)", "$(A)"),
            ("$A", "$A"), ("end$", "end$"), ("$(A", "$(A"),
        ]
        for (text, expected) in cases { #expect(VariableText.expand(text, variables) == expected) }
    }
}
