import APIMachinery
import APIServer
import ControlPlaneTesting
import ControllerRuntime
import HTTPServer
import JSON
import KubernetesClient
import LocalCluster
import ObjectStore
import Synchronization
import Testing
import WatchCache

/// Both clusters do the same: the one in this process and the one over HTTP.
@Suite struct ClusterTests {
    /// A server with both ways to it.
    final class Both: Sendable {
        let test: TestCluster
        let http: HTTPServer
        let client: APIClient
        let remote: RemoteCluster

        init() async throws {
            test = try await TestCluster.start()
            http = HTTPServer(
                HTTPServerConfiguration(listeners: [HTTPListener(host: "127.0.0.1", port: 0)]),
                handler: test.server)
            try await http.start()
            let port = try #require(http.ports.first)
            client = try APIClient(
                ClusterAccess(server: "http://127.0.0.1:\(port)", origin: "test"))
            remote = RemoteCluster(client, logger: test.logger)
        }

        func close() async {
            remote.close()
            await client.close()
            test.server.stop()
            await http.shutdown()
        }
    }

    static func configMap(_ name: String, _ value: String) -> APIObject {
        APIObject([
            "metadata": ["name": .string(name), "namespace": "default"],
            "data": ["value": .string(value)],
        ])
    }

    @Test func `Both caches show what is there and what changes`() async throws {
        let both = try await Both()
        let clusters: [any Cluster] = [both.test.cluster, both.remote]
        try await both.test.cluster.create(.configMaps, Self.configMap("before", "1"))
        for cluster in clusters {
            let cache = cluster.informer(for: .configMaps)
            await cache.waitUntilFilled()
            #expect(cache.get(namespace: "default", name: "before") != nil)
            #expect(cache === cluster.informer(for: .configMaps))
        }
        try await both.remote.create(.configMaps, Self.configMap("after", "1"))
        try await both.remote.patch(
            .configMaps, namespace: "default", name: "before", ["data": ["value": "2"]])
        // In this process, caches show a write before its writer is answered.
        let local = both.test.cluster.informer(for: .configMaps)
        #expect(local.get(namespace: "default", name: "after") != nil)
        try await both.test.cluster.delete(.configMaps, namespace: "default", name: "after")
        #expect(local.get(namespace: "default", name: "after") == nil)
        for cluster in clusters {
            let cache = cluster.informer(for: .configMaps)
            try await both.test.eventually("the cache follows") {
                let found = cache.get(namespace: "default", name: "before")
                return found?.object()["data", "value"]?.string == "2"
                    && cache.get(namespace: "default", name: "after") == nil
            }
        }
        await both.close()
    }

    @Test func `The same object has the same bytes in both caches`() async throws {
        let both = try await Both()
        try await both.test.create(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {a: b}}, spec: {containers: [
              {name: c, image: i}]}}
            """)
        let remote = both.remote.informer(for: .pods)
        await remote.waitUntilFilled()
        let ours = both.test.cluster.informer(for: .pods).get(namespace: "default", name: "a")
        let theirs = remote.get(namespace: "default", name: "a")
        #expect(ours?.bytes == theirs?.bytes)
        #expect(ours?.uid == theirs?.uid)
        #expect(ours?.revision == theirs?.revision)
        #expect(theirs?.meta.labels == ["a": "b"])
        await both.close()
    }

    @Test func `A field selector leaves what it doesn't select out, also when that changes`()
        async throws
    {
        let both = try await Both()
        try await both.test.create(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: here}, spec: {nodeName: n1, containers: [
              {name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: there}, spec: {nodeName: n2, containers: [
              {name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: nowhere}, spec: {containers: [
              {name: c, image: i}]}}
            """)
        for cluster in [both.test.cluster, both.remote] as [any Cluster] {
            let cache = cluster.informer(for: .pods, fieldSelector: "spec.nodeName=n1")
            await cache.waitUntilFilled()
            #expect(cache.list().map(\.name) == ["here"])
        }
        _ = try await both.test.cluster.send(
            "POST", "/api/v1/namespaces/default/pods/nowhere/binding",
            body: [
                "apiVersion": "v1", "kind": "Binding", "metadata": ["name": "nowhere"],
                "target": ["kind": "Node", "name": "n1"],
            ], contentType: "application/json")
        for cluster in [both.test.cluster, both.remote] as [any Cluster] {
            let cache = cluster.informer(for: .pods, fieldSelector: "spec.nodeName=n1")
            try await both.test.eventually("the pod is bound") { cache.list().count == 2 }
        }
        await both.close()
    }

    @Test func `What the server refuses is its Status`() async throws {
        let both = try await Both()
        for cluster in [both.test.cluster, both.remote] as [any Cluster] {
            let missing = await #expect(throws: APIStatus.self) {
                try await cluster.get(.pods, namespace: "default", name: "none")
            }
            #expect(missing?.code == 404)
            #expect(missing?.reason == "NotFound")
            #expect(missing?.details?.kind == "pods")
            let invalid = await #expect(throws: APIStatus.self) {
                try await cluster.create(.pods, Self.configMap("p", ""))
            }
            #expect(invalid?.code == 422)
            #expect(invalid?.details?.causes.isEmpty == false)
        }
        await both.close()
    }

    @Test func `What a leader sends after another was elected is refused, and ends its term`()
        async throws
    {
        let both = try await Both()
        let term = LeaseTerm(
            namespace: "kube-system", name: "turn", holder: "first", transitions: 0)
        // By its own clock it leads for long: as one that looked before it fell asleep.
        let leadership = Leadership(term, until: .now + .seconds(3600))
        let leader = RemoteCluster(
            both.client, logger: both.test.logger, leadership: leadership)
        let lease = APIObject([
            "metadata": ["name": "turn", "namespace": "kube-system"],
            "spec": ["holderIdentity": "first"],
        ])
        try await both.remote.create(.leases, lease)
        try await leader.create(.configMaps, Self.configMap("one", "1"))
        try await both.remote.patch(
            .leases, namespace: "kube-system", name: "turn",
            ["spec": ["holderIdentity": "second", "leaseTransitions": 1]])
        let refused = await #expect(throws: APIStatus.self) {
            try await leader.create(.configMaps, Self.configMap("two", "1"))
        }
        #expect(refused?.code == 412)
        #expect(refused?.isTermOver == true)
        #expect(!leadership.isHeld)
        let read = try await leader.get(.configMaps, namespace: "default", name: "one")
        #expect(read["data", "value"]?.string == "1")
        let shown = try await both.test.list(.configMaps, "default").map(\.name)
        #expect(shown.contains("one") && !shown.contains("two"))
        let unsent = await #expect(throws: APIStatus.self) {
            try await leader.delete(.configMaps, namespace: "default", name: "one")
        }
        #expect(unsent?.code == 503)
        leader.close()
        await both.close()
    }

    @Test func `A server that can't be reached is 503`() async throws {
        let client = try APIClient(ClusterAccess(server: "http://127.0.0.1:1", origin: "test"))
        var logger = try await TestCluster.start().logger
        logger.logLevel = .critical
        let cluster = RemoteCluster(client, logger: logger)
        let status = await #expect(throws: APIStatus.self) {
            try await cluster.get(.nodes, name: "a")
        }
        #expect(status?.code == 503)
        await client.close()
    }

    @Test func `A cache that is asked for while writes go on misses none and keeps no other`()
        async throws
    {
        let test = try await TestCluster.start()
        for round in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let name = "r\(round)-\(number)"
                        try await test.cluster.create(.configMaps, Self.configMap(name, "1"))
                        if number % 2 == 0 {
                            try await test.cluster.delete(
                                .configMaps, namespace: "default", name: name)
                        }
                    }
                }
                // A cache of its own, since caches are shared.
                let cluster = LocalCluster(test.server)
                let cache = cluster.informer(for: .configMaps)
                try await group.waitForAll()
                let shown = Set(cache.list(namespace: "default").map(\.name))
                let there = Set(try await test.list(.configMaps, "default").map(\.name))
                #expect(shown == there)
            }
        }
    }
}
