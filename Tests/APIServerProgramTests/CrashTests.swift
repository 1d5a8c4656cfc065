import JSON
import KubernetesClient
import Synchronization
import Testing

/// What was acknowledged survives `kill -9`.
@Suite(.serialized) struct CrashTests {
    /// What writers were told.
    final class Ledger: Sendable {
        /// The last value that was acknowledged, and the last that was sent, by name.
        let entries = Mutex<[String: (acknowledged: Int?, sent: Int)]>([:])

        func send(_ name: String, _ value: Int) {
            entries.withLock { $0[name] = ($0[name]?.acknowledged, value) }
        }

        func acknowledge(_ name: String, _ value: Int) {
            entries.withLock { $0[name] = (value, value) }
        }

        var count: Int {
            entries.withLock { $0.values.count { $0.acknowledged != nil } }
        }
    }

    static let path = "/api/v1/namespaces/default/configmaps"

    /// Creates objects one after the other, and changes each once more, until the server is gone.
    private func write(_ writer: Int, _ round: Int, _ client: APIClient, _ ledger: Ledger) async {
        var number = 0
        while true {
            let name = "w\(round)-\(writer)-\(number)"
            do {
                ledger.send(name, 1)
                _ = try await client.send(
                    "POST", Self.path, body: ServerProgram.configMap(name, 1))
                ledger.acknowledge(name, 1)
                ledger.send(name, 2)
                _ = try await client.send(
                    "PUT", "\(Self.path)/\(name)", body: ServerProgram.configMap(name, 2))
                ledger.acknowledge(name, 2)
            } catch {
                return
            }
            number += 1
        }
    }

    @Test func `kill -9 in the middle of 200 writers loses nothing that was acknowledged`()
        async throws
    {
        let server = try await ServerProgram()
        let ledger = Ledger()
        for round in 0..<3 {
            let clients = try (0..<10).map { _ in try server.client() }
            let before = ledger.count
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<200 {
                    group.addTask { await write(writer, round, clients[writer % 10], ledger) }
                }
                group.addTask {
                    while ledger.count < before + 400 {
                        try? await Task.sleep(for: .milliseconds(1))
                    }
                    try? server.kill()
                }
            }
            for client in clients { await client.close() }
            try await server.start()
            try await check(server, ledger)
        }
        #expect(ledger.count >= 1200)
    }

    private func check(_ server: ServerProgram, _ ledger: Ledger) async throws {
        let client = try server.client()
        let list = try await client.get(Self.path)
        var found: [String: Int] = [:]
        for item in try #require(list.root["items"]).elements {
            let name = try #require(item["metadata"]?["name"]?.string)
            if name == "kube-root-ca.crt" { continue }
            found[name] = try #require(ServerProgram.value(item), "\(name) is half there")
        }
        let entries = ledger.entries.withLock { $0 }
        var lost: [String] = []
        for (name, entry) in entries {
            // What was sent and not answered may be there or not.
            let value = found.removeValue(forKey: name)
            let isRight = value == entry.acknowledged || value == entry.sent
            if !isRight { lost.append("\(name): \(value ?? 0), acknowledged \(entry)") }
        }
        #expect(lost == [])
        #expect(found.isEmpty, "nobody wrote \(found.keys.prefix(3))")
        await client.close()
    }

    @Test func `SIGTERM ends it with status 0, and everything is there again`() async throws {
        let server = try await ServerProgram()
        let client = try server.client()
        _ = try await client.send("POST", Self.path, body: ServerProgram.configMap("a", 7))
        await client.close()
        #expect(try server.end() == 0)
        try await server.start()
        let again = try server.client()
        #expect(ServerProgram.value(try await again.get("\(Self.path)/a").root) == 7)
        await again.close()
    }
}
