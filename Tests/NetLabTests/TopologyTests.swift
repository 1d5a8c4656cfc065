import NetLab
import Testing

@Suite struct TopologyTests {
    private func error(replacing old: String, by new: String) throws -> String {
        let text = try Fixtures.file("netlab/topologies/three-nodes.yaml")
        try #require(text.contains(old))
        let changed = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.contains(old) ? String($0).replacing(old, with: new) : String($0) }
            .joined(separator: "\n")
        return Fixtures.message { _ = try Fixtures.topology(changed) }
    }

    @Test func `the three-node file is what is built in`() throws {
        #expect(try Fixtures.file("netlab/topologies/three-nodes.yaml") == BuiltIn.topology)
        #expect(try Fixtures.file("netlab/manifests/web.yaml") == BuiltIn.manifests)
        let topology = try Topology.builtIn()
        #expect(topology.nodes.map(\.name) == ["node-1", "node-2", "node-3"])
        #expect(topology.hosts.map(\.name) == ["control", "outside"])
        #expect(topology.families == [.ipv4, .ipv6])
        #expect(topology.dns?.replicas == 2)
        #expect(topology.nodeGrace == .seconds(4))
    }

    @Test func `a wrong value is told with file, line, field and what was expected`() throws {
        #expect(
            try error(replacing: "192.168.50.12,", by: "192.168.50.300,")
                == "lab.yaml:32: nodes[1].addresses[0]: "
                + "expected an IP address, found \"192.168.50.300\"")
        #expect(
            try error(replacing: "10.244.0.0/16,", by: "10.244.0.0,")
                .contains("cluster.podCIDRs[0]: expected a prefix"))
        #expect(
            try error(replacing: "heartbeat: 1s", by: "heartbeat: soon")
                .contains("cluster.heartbeat: expected a duration"))
        #expect(try error(replacing: "name: lab", by: "name: Lab").contains(": name: "))
    }

    @Test func `an unknown field is an error`() throws {
        #expect(
            try error(replacing: "  domain:", by: "  domian:")
                == "lab.yaml:19: cluster.domian: unknown field; known: domain, podCIDRs, "
                + "serviceCIDRs, server, dns, proxy, routes, heartbeat, nodeGrace")
    }

    @Test func `the server stands on a host`() throws {
        #expect(try Topology.builtIn().server.url == "https://192.168.50.10:6443")
        #expect(
            try error(replacing: "server: {host: control}", by: "server: {host: node-1}")
                == "lab.yaml:22: cluster.server.host: there is no host \"node-1\"")
        #expect(
            try error(replacing: "{host: control}", by: "{host: control, port: 70000}")
                .contains("cluster.server.port: expected"))
        #expect(
            try error(replacing: "  domain:", by: "  routes: bgp\n  domain:")
                .contains("cluster.routes: expected one of auto, direct, vxlan"))
    }

    @Test func `a missing field is named`() throws {
        #expect(
            try error(replacing: "podCIDRs: [10.244.0.0/16", by: "podCIDR: [10.244.0.0/16")
                .contains("cluster.podCIDR: unknown field"))
        #expect(
            Fixtures.message { _ = try Fixtures.topology("name: a\nwire: {}\nnodes: []") }
                == "lab.yaml:2: wire: \"subnets\" is missing")
    }

    @Test func `ranges that overlap and addresses used twice are errors`() throws {
        #expect(
            try error(replacing: "10.244.0.0/16", by: "192.168.50.128/25")
                .contains("192.168.50.128/25 overlaps 192.168.50.0/24 of the wire"))
        #expect(
            try error(replacing: "10.244.0.0/16", by: "10.96.4.0/24")
                .contains("10.96.4.0/24 overlaps 10.96.0.0/16 of serviceCIDRs"))
        #expect(
            try error(replacing: "192.168.50.12,", by: "192.168.50.11,")
                .contains("192.168.50.11 is also node-1's"))
        #expect(
            try error(replacing: "name: node-2", by: "name: node-3").contains("is used twice"))
        #expect(
            try error(replacing: "192.168.50.12,", by: "192.168.51.12,")
                .contains("192.168.51.12 is in no subnet of the wire"))
    }

    @Test func `a lab's name ends before the dot of its prefix`() throws {
        #expect(LabName("a") != nil)
        for bad in ["", "A", "1a", "a.b", "a_b", String(repeating: "a", count: 21)] {
            #expect(LabName(bad) == nil)
        }
        let a = LabNamespaces(try #require(LabName("a")))
        let other = LabNamespaces(try #require(LabName("a-b")))
        #expect(!other.wire.hasPrefix(a.prefix))
    }
}
