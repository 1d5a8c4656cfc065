import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import JSON
import LinuxSystem
import NetworkAddress
import NodeAgent
import NodeRoutes
import RouteNetlink
import Testing

/// From Nodes in the real API server, in memory, to routes in a namespace's kernel.
@Suite(.timeLimit(.minutes(5))) struct RouteKeeperKernelTests {
    private struct Stage {
        let cluster: TestCluster
        let namespace: NetworkNamespace
        let socket: RouteSocket

        init() async throws {
            cluster = try await TestCluster.start()
            namespace = try NetworkNamespace.create()
            socket = try RouteSocket(in: namespace)
            let uplink = try socket.createVeth(name: "eth0", isUp: true, peerName: "nobody")
            let address = try #require(InterfaceAddress("10.0.0.1/24"))
            try socket.add(address, to: uplink.index)
            try await create("n1", 1, at: "10.0.0.1")
        }

        func create(_ name: String, _ range: Int, at address: String) async throws {
            try await cluster.create(
                """
                apiVersion: v1
                kind: Node
                metadata: { name: \(name) }
                spec: { podCIDR: 10.244.\(range).0/24, podCIDRs: [ 10.244.\(range).0/24 ] }
                status: { addresses: [ { type: InternalIP, address: \(address) } ] }
                """)
        }

        func delete(_ name: String) async throws {
            try await cluster.cluster.delete(.nodes, name: name)
        }

        func start() -> Task<Void, Never> {
            let keeper = RouteKeeper(
                nodeName: "n1", mode: .auto, nodes: cluster.cluster.informer(for: .nodes),
                in: namespace, logger: cluster.logger)
            return cluster.run { await keeper.run() }
        }

        func routes() throws -> [String] {
            try socket.routes(RouteFilter(table: .main)).filter { $0.origin.rawValue == 157 }
                .map { "\($0.prefix) via \($0.gateway?.description ?? "")" }.sorted()
        }

        func expect(_ wanted: [String]) async throws {
            try await cluster.eventually("\(wanted)") { try routes() == wanted }
        }
    }

    @Test func `nodes of the API are routes, as they come, change and go`() async throws {
        let stage = try await Stage()
        _ = stage.start()
        try await stage.create("n2", 2, at: "10.0.0.2")
        try await stage.create("n3", 3, at: "10.1.0.3")
        try await stage.expect(["10.244.2.0/24 via 10.0.0.2", "10.244.3.0/24 via 10.244.3.0"])
        _ = try await stage.cluster.cluster.patch(
            .nodes, name: "n3", subresource: "status",
            ["status": ["addresses": [["type": "InternalIP", "address": "10.0.0.3"]]]])
        try await stage.expect(["10.244.2.0/24 via 10.0.0.2", "10.244.3.0/24 via 10.0.0.3"])
        try await stage.delete("n2")
        try await stage.create("n2", 7, at: "10.0.0.2")
        try await stage.expect(["10.244.3.0/24 via 10.0.0.3", "10.244.7.0/24 via 10.0.0.2"])
        try await stage.delete("n3")
        try await stage.expect(["10.244.7.0/24 via 10.0.0.2"])
    }

    @Test func `the annotation names a node's end of the tunnel`() async throws {
        let stage = try await Stage()
        _ = stage.start()
        try await stage.create("n3", 3, at: "10.1.0.3")
        try await stage.expect(["10.244.3.0/24 via 10.244.3.0"])
        _ = try await stage.cluster.cluster.patch(
            .nodes, name: "n3",
            ["metadata": ["annotations": ["martlet.dev/vtep-mac": "02:00:00:00:00:33"]]])
        let tunnel = try #require(try stage.socket.link(named: "martlet.vxlan"))
        try await stage.cluster.eventually("the end") {
            try stage.socket.forwardingEntries(of: tunnel.index).map(\.mac)
                == [MACAddress("02:00:00:00:00:33")]
        }
    }

    @Test func `an agent that was away finds what is stale, and routes stay when it goes`()
        async throws
    {
        let stage = try await Stage()
        let first = stage.start()
        try await stage.create("n2", 2, at: "10.0.0.2")
        try await stage.create("n3", 3, at: "10.1.0.3")
        try await stage.expect(["10.244.2.0/24 via 10.0.0.2", "10.244.3.0/24 via 10.244.3.0"])
        first.cancel()
        await first.value
        try await stage.delete("n2")
        try await stage.delete("n3")
        try await stage.create("n4", 4, at: "10.0.0.4")
        #expect(try stage.routes().count == 2)
        _ = stage.start()
        try await stage.expect(["10.244.4.0/24 via 10.0.0.4"])
        #expect(try stage.socket.link(named: "martlet.vxlan") == nil)
    }
}
