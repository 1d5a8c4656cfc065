import KubernetesAPI
import NetLab
import Testing

@Suite struct LabPlanTests {
    @Test func `a node routes the other nodes' pod ranges to them`() throws {
        let node = try #require(try Fixtures.plan("").machines.first { $0.name == "node-2" })
        #expect(
            node.routes.map { "\($0.destination) via \($0.gateway?.description ?? "the wire")" }
                == [
                    "10.244.1.0/24 via 192.168.50.11", "fd00:10:244:1::/64 via fd00:50::11",
                    "10.244.3.0/24 via 192.168.50.13", "fd00:10:244:3::/64 via fd00:50::13",
                    "10.96.0.0/16 via the wire", "fd00:10:96::/112 via the wire",
                ])
        #expect(node.addresses.map(\.description) == ["192.168.50.12/24", "fd00:50::12/64"])
        #expect(node.namespace == "netlab.t.node.node-2")
        #expect(node.settings.contains { $0.path == "net/ipv4/ip_forward" && $0.value == "1" })
    }

    @Test func `a host outside forwards nothing`() throws {
        let host = try #require(try Fixtures.plan("").machines.last)
        #expect(!host.isNode)
        #expect(!host.settings.contains { $0.path.contains("forward") })
        #expect(host.routes.count == 6)
    }

    @Test func `pods without a node are placed one after the other`() throws {
        let text =
            (1...4).map { Fixtures.pod("p\($0)") }.joined()
            + Fixtures.pod("fixed", "nodeName: node-3, containers: [{name: c}]")
        let pods = try Fixtures.plan(text).cluster.pods.filter {
            $0.metadata.namespace == "default"
        }
        #expect(
            pods.map(\.spec.nodeName) == ["node-1", "node-2", "node-3", "node-1", "node-3"])
    }

    @Test func `the cluster has its nodes, namespaces, DNS pod and DNS Service`() throws {
        let cluster = try Fixtures.plan("").cluster
        #expect(cluster.nodes.map(\.podCIDRs).first == ["10.244.1.0/24", "fd00:10:244:1::/64"])
        #expect(cluster.namespaces.map(\.metadata.name) == ["default", "kube-system"])
        #expect(cluster.pods.map(\.metadata.name) == ["clusterdns"])
        let service = try #require(cluster.services.first)
        #expect(service.metadata.name == "kube-dns")
        #expect(service.spec.clusterIPs == ["10.96.0.10", "fd00:10:96::a"])
    }

    @Test func `what a manifest gets wrong is told with its file, object and field`() throws {
        let cases: [(String, String)] = [
            (
                Fixtures.pod("a", "nodeName: node-9, containers: [{name: c}]"),
                "web.yaml: Pod default/a: spec.nodeName: there is no node \"node-9\" "
                    + "(nodes: node-1, node-2, node-3)"
            ),
            (
                Fixtures.pod("a", "containers: [{name: c, args: [x]}]"),
                "web.yaml: Pod default/a: spec.containers[0].args: a lab has no images: "
                    + "name the command too"
            ),
            (
                Fixtures.pod(
                    "a",
                    "containers: [{name: c, ports: [{containerPort: 80}]}, "
                        + "{name: d, ports: [{containerPort: 80}]}]"),
                "web.yaml: Pod default/a: spec.containers[1].ports: 80/TCP is used twice in the pod"
            ),
            (
                Fixtures.pod("a") + Fixtures.pod("a"),
                "web.yaml: Pod default/a: metadata.name: it is also in web.yaml"
            ),
            (
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, "
                    + "spec: {containers: [{name: c}]}}",
                "web.yaml: Pod shop/a: metadata.namespace: no manifest has the Namespace \"shop\""
            ),
        ]
        for (text, expected) in cases {
            #expect(Fixtures.message { _ = try Fixtures.plan(text) } == expected)
        }
    }

    @Test func `two pods on a node's network can't have one port`() throws {
        let spec =
            "nodeName: node-1, hostNetwork: true, "
            + "containers: [{name: c, ports: [{containerPort: 80}]}]"
        let message = Fixtures.message {
            _ = try Fixtures.plan(Fixtures.pod("a", spec) + Fixtures.pod("b", spec))
        }
        #expect(message.contains("port 80 of node-1 is used twice (a)"))
    }

    @Test func `the network is the bridge plugin with host-local's pools of the node`() throws {
        let plan = try Fixtures.plan("")
        let node = try #require(plan.nodes.first)
        let list = plan.network(of: node).configuration
        let bridge = try #require(list["plugins"]?.array?.first)
        #expect(bridge["type"]?.string == "bridge")
        #expect(bridge["isGateway"]?.bool == true)
        #expect(
            bridge["ipam"]?["ranges"]?.description
                == "[[{\"subnet\":\"10.244.1.0/24\"}],[{\"subnet\":\"fd00:10:244:1::/64\"}]]")
        #expect(
            plan.proxyArguments(of: node) == [
                "sync", "--node", "node-1", "--cluster-cidr",
                "10.244.1.0/24,fd00:10:244:1::/64,10.244.2.0/24,fd00:10:244:2::/64,"
                    + "10.244.3.0/24,fd00:10:244:3::/64",
                "--kubeconfig", "/run/netlab/t/apiserver/admin.kubeconfig",
                "--master", "https://192.168.50.10:6443",
            ])
    }
}
