import NetLab
import Testing

@Suite struct ServiceAllocationTests {
    private func addresses(_ text: String) throws -> [[String]] {
        try Fixtures.plan(text).cluster.services
            .filter { $0.metadata.namespace == "default" }.map(\.spec.clusterIPs)
    }

    @Test func `addresses are given in order, past those that are asked for`() throws {
        let text =
            Fixtures.service("a", "ports: [{port: 80}]")
            + Fixtures.service("b", "clusterIP: 10.96.0.17, ports: [{port: 80}]")
            + Fixtures.service("c", "ports: [{port: 80}]")
        #expect(try addresses(text) == [["10.96.0.16"], ["10.96.0.17"], ["10.96.0.18"]])
    }

    @Test func `families follow the policy`() throws {
        let text =
            Fixtures.service("a", "ipFamilyPolicy: PreferDualStack, ports: [{port: 80}]")
            + Fixtures.service("b", "ipFamilies: [IPv6], ports: [{port: 80}]")
            + Fixtures.service("c", "clusterIP: None, ports: [{port: 80}]")
        #expect(
            try addresses(text) == [
                ["10.96.0.16", "fd00:10:96::10"], ["fd00:10:96::11"], ["None"],
            ])
    }

    @Test func `node ports are given from the range`() throws {
        let text =
            Fixtures.service("a", "type: NodePort, ports: [{port: 80, nodePort: 30000}]")
            + Fixtures.service("b", "type: NodePort, ports: [{port: 80}]")
        let ports = try Fixtures.plan(text).cluster.services.flatMap(\.spec.ports)
            .compactMap(\.nodePort)
        #expect(ports == [30000, 30001])
    }

    @Test func `an address or port used twice, or out of range, says where`() throws {
        let cases: [(String, String)] = [
            (
                Fixtures.service("a", "clusterIP: 10.96.0.10, ports: [{port: 80}]"),
                "spec.clusterIPs: 10.96.0.10 is also Service default/a's"
            ),
            (
                Fixtures.service("a", "clusterIP: 10.97.0.1, ports: [{port: 80}]"),
                "10.97.0.1 is in none of the serviceCIDRs (10.96.0.0/16, fd00:10:96::/112)"
            ),
            (
                Fixtures.service("a", "type: NodePort, ports: [{port: 80, nodePort: 30000}]")
                    + Fixtures.service("b", "type: NodePort, ports: [{port: 80, nodePort: 30000}]"),
                "nodePort 30000/tcp is also Service default/a's"
            ),
        ]
        for (text, expected) in cases {
            #expect(Fixtures.message { _ = try Fixtures.plan(text) }.contains(expected))
        }
    }
}
