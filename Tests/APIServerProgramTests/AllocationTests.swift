import JSON
import KubernetesClient
import Testing

/// Addresses and node ports under many writers.
@Suite struct AllocationTests {
    static let path = "/api/v1/namespaces/default/services"

    /// Every fifth takes a node port.
    private func service(_ number: Int) -> JSON {
        [
            "kind": "Service", "apiVersion": "v1", "metadata": ["name": .string("s\(number)")],
            "spec": [
                "type": number % 5 == 0 ? "NodePort" : "ClusterIP",
                "ports": [["port": 80]],
            ],
        ]
    }

    /// Fifty clients take the numbers by turns.
    private func each(
        _ count: Int, _ clients: [APIClient],
        _ work: @escaping @Sendable (Int, APIClient) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<50 {
                group.addTask {
                    for number in stride(from: worker, to: count, by: 50) {
                        try await work(number, clients[worker % clients.count])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `10,000 Services by 50 clients: no address or port twice, none lost`() async throws {
        let server = try await ServerProgram()
        let clients = try (0..<5).map { _ in try server.client() }
        let client = clients[0]
        for _ in 0..<2 {
            try await each(10_000, clients) { number, client in
                _ = try await client.send("POST", Self.path, body: service(number))
            }
            var addresses: Set<String> = []
            var ports: Set<Int> = []
            let list = try await client.get(Self.path)
            for item in try #require(list.root["items"]).elements {
                let address = try #require(item["spec"]?["clusterIP"]?.string)
                #expect(addresses.insert(address).inserted, "\(address) is given twice")
                let port = item["spec"]?["ports"]?[0]?["nodePort"]?.int
                if let port { #expect(ports.insert(port).inserted, "\(port) is given twice") }
            }
            // The Service `kubernetes` has one, too.
            #expect(addresses.count == 10_001)
            #expect(ports.count == 2_000)
            #expect(ports.allSatisfy { (30_000...32_767).contains($0) })
            #expect(try await taken(client) == addresses)
            try await each(10_000, clients) { number, client in
                _ = try await client.send("DELETE", "\(Self.path)/s\(number)")
            }
            #expect(try await taken(client).count == 1)
        }
        for client in clients { await client.close() }
    }

    /// The addresses that are taken, by their IPAddress objects.
    private func taken(_ client: APIClient) async throws -> Set<String> {
        let list = try await client.get("/apis/networking.k8s.io/v1/ipaddresses")
        return Set(
            try #require(list.root["items"]).elements.compactMap {
                $0["metadata"]?["name"]?.string
            })
    }
}
