import NetLab
import NetworkAddress
import Testing
import YAML

@Suite struct LabPlanTests {
    @Test func `a node forwards, and finds Services on the wire`() throws {
        let node = try #require(try Fixtures.plan().machines.first { $0.name == "node-2" })
        #expect(
            node.routes.map { "\($0.destination) via \($0.gateway?.description ?? "the wire")" }
                == ["10.96.0.0/16 via the wire", "fd00:10:96::/112 via the wire"])
        #expect(node.addresses.map(\.description) == ["192.168.50.12/24", "fd00:50::12/64"])
        #expect(node.namespace == "netlab.t.node.node-2")
        #expect(node.settings.contains { $0.path == "net/ipv4/ip_forward" && $0.value == "1" })
    }

    @Test func `a host outside forwards nothing, and learns the way to pods`() throws {
        let plan = try Fixtures.plan()
        let host = try #require(plan.machines.last)
        #expect(!host.isNode)
        #expect(!host.settings.contains { $0.path.contains("forward") })
        #expect(host.routes.isEmpty)
        let ranges = ["10.244.1.0/24", "fd00:10:244:1::/64"].compactMap { IPPrefix($0) }
        let routes = host.routes(to: try #require(plan.nodes.first), ranges: ranges)
        #expect(
            routes.map { "\($0.destination) via \($0.gateway?.description ?? "the wire")" }
                == ["10.244.1.0/24 via 192.168.50.11", "fd00:10:244:1::/64 via fd00:50::11"])
    }

    @Test func `programs are told of the cluster's ranges and of the lab's folders`() throws {
        let plan = try Fixtures.plan()
        let node = try #require(plan.nodes.first)
        #expect(plan.serverArguments.first == "server")
        #expect(
            plan.serverArguments.suffix(4) == [
                "--node-monitor-grace-period", "4000ms", "--node-monitor-period", "1000ms",
            ])
        let agent = plan.agentArguments(of: node)
        for words in [
            ["--node-name", "node-1"], ["--node-ip", "192.168.50.11,fd00:50::11"],
            ["--cluster-dns", "10.96.0.10,fd00:10:96::a"],
            ["--root-dir", "/run/netlab/t/nodes/node-1/agent"],
        ] {
            let place = try #require(agent.firstIndex(of: words[0]))
            #expect(agent[place + 1] == words[1])
        }
        #expect(
            plan.proxyArguments(of: node) == [
                "sync", "--node", "node-1", "--cluster-cidr", "10.244.0.0/16,fd00:10:244::/48",
                "--kubeconfig", "/run/netlab/t/nodes/node-1/kubeconfig.proxy",
            ])
    }

    @Test func `cluster DNS is a Deployment behind the Service that resolvers name`() throws {
        let topology = try Fixtures.plan().topology
        let dns = try #require(topology.dns)
        let text = DNSManifest(dns, domain: topology.domain).text
        let objects = try YAML.documents(Array(text.utf8)).map(\.root)
        #expect(
            objects.compactMap { $0["kind"]?.string } == [
                "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Deployment", "Service",
            ])
        let service = try #require(objects.last)
        #expect(service["metadata"]?["name"]?.string == "kube-dns")
        #expect(
            service["spec"]?["clusterIPs"]?.elements.compactMap(\.string)
                == ["10.96.0.10", "fd00:10:96::a"])
        let deployment = try #require(objects.dropLast().last)
        #expect(deployment["spec"]?["replicas"]?.int == 2)
    }
}
