import JSON
import ObjectStore
import Testing

@Suite struct ServiceAddressTests {
    private func service(_ name: String, address: String? = nil) -> JSON {
        var spec: JSON = ["ports": [["port": 80]]]
        if let address { spec["clusterIP"] = .string(address) }
        return [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name)],
            "spec": spec,
        ]
    }

    private let path = "/api/v1/namespaces/default/services"

    @Test func `Services made at once have addresses of their own`() async throws {
        let played = try await Played()
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<100 {
                group.addTask {
                    let made = try await played.ask("POST", path, service("s\(number)"))
                    return (made.code, made.body["spec"]?["clusterIP"]?.string ?? "")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.0 == 201 })
        #expect(Set(answers.map(\.1)).count == 100)
    }

    @Test func `an address that is taken is refused, and free after its Service is gone`()
        async throws
    {
        let played = try await Played()
        #expect(try await played.ask("POST", path, service("a", address: "10.96.0.9")).code == 201)
        let taken = try await played.ask("POST", path, service("b", address: "10.96.0.9"))
        #expect(taken.code == 422)
        #expect(try await played.ask("DELETE", path + "/a").code == 200)
        #expect(try await played.ask("POST", path, service("b", address: "10.96.0.9")).code == 201)
    }

    @Test func `after a restart addresses are still taken, and leaked ones are free`() async throws
    {
        let store = MemoryStore()
        let first = try await Played(store: store)
        #expect(try await first.ask("POST", path, service("a", address: "10.96.0.9")).code == 201)
        let address: JSON = [
            "apiVersion": "networking.k8s.io/v1", "kind": "IPAddress",
            "metadata": [
                "name": "10.96.0.10",
                "labels": ["ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io"],
            ],
            "spec": [
                "parentRef": ["resource": "services", "namespace": "default", "name": "gone"]
            ],
        ]
        let leak = try await first.ask("POST", "/apis/networking.k8s.io/v1/ipaddresses", address)
        #expect(leak.code == 201)
        first.server.stop()

        let second = try await Played(store: store)
        #expect(try await second.ask("POST", path, service("b", address: "10.96.0.9")).code == 422)
        #expect(try await second.ask("POST", path, service("c", address: "10.96.0.10")).code == 201)
    }
}
