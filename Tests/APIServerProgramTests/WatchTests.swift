import JSON
import KubernetesClient
import Synchronization
import Testing

/// Informers lose nothing.
@Suite struct WatchTests {
    static let path = "/api/v1/namespaces/default/configmaps"
    static let names = (0..<10).map { "c\($0)" }

    /// One informer: lists, watches, goes on where it was; lists again when it is told 410.
    final class Informer: Sendable {
        struct State {
            var revision: Int?
            /// What it saw since its last list, by name: each change's value, in order.
            var seen: [String: [Int]] = [:]
            var lists = 0
            var faults: [String] = []
        }

        let state = Mutex(State())
        let client: APIClient

        init(_ client: APIClient) { self.client = client }

        func run() async {
            while !Task.isCancelled {
                do {
                    if state.withLock({ $0.revision }) == nil { try await list() }
                    try await watch()
                } catch {
                    // The server is down for a moment, or history is gone.
                    if error.isExpired { state.withLock { $0.revision = nil } }
                    try? await Task.sleep(for: .milliseconds(5))
                }
            }
        }

        private func list() async throws(ClientError) {
            let root = try await client.get(WatchTests.path).root
            state.withLock { state in
                state.lists += 1
                state.revision = root["metadata"]?["resourceVersion"]?.string.flatMap { Int($0) }
                state.seen = [:]
                for item in root["items"]?.elements.map({ $0 }) ?? [] { note(item, &state) }
            }
        }

        private func watch() async throws(ClientError) {
            let revision = state.withLock { $0.revision } ?? 0
            let path = "\(WatchTests.path)?watch=true&resourceVersion=\(revision)"
            try await client.lines(path, named: "watch") {
            } line: { line throws(ClientError) in
                guard let event = try? JSONDocument(parsing: Array(line)).root,
                    let object = event["object"]
                else { throw .malformed(request: "watch", "a line that is no event") }
                if event["type"]?.string == "ERROR" {
                    throw .refused(
                        request: "watch", code: object["code"]?.int ?? 0,
                        reason: object["reason"]?.string ?? "", message: "")
                }
                self.state.withLock { state in
                    let text = object["metadata"]?["resourceVersion"]?.string
                    let next = text.flatMap { Int($0) } ?? 0
                    if next <= state.revision ?? 0 {
                        state.faults.append("\(next) after \(state.revision ?? 0)")
                    }
                    state.revision = next
                    self.note(object, &state)
                }
            }
        }

        private func note(_ object: JSONValue, _ state: inout State) {
            guard let name = object["metadata"]?["name"]?.string,
                WatchTests.names.contains(name)
            else { return }
            guard let value = ServerProgram.value(object) else {
                state.faults.append("\(name) is not whole")
                return
            }
            state.seen[name, default: []].append(value)
        }

        /// Whether it has seen the last value of each.
        func hasSeen(_ last: Int) -> Bool {
            state.withLock { state in
                WatchTests.names.allSatisfy { state.seen[$0]?.last == last }
            }
        }

        /// Changes that were skipped, repeated or out of order: values of one object count up by
        /// one from whatever the list showed.
        var faults: [String] {
            state.withLock { state in
                var faults = state.faults
                for (name, values) in state.seen {
                    for (a, b) in zip(values, values.dropFirst()) where b != a + 1 {
                        faults.append("\(name): \(b) after \(a)")
                    }
                }
                return faults
            }
        }
    }

    /// Writes a value to every object, trying again while the server is away.
    private func write(_ value: Int, _ client: APIClient) async throws {
        for name in Self.names {
            let body = ServerProgram.configMap(name, value)
            let end = ContinuousClock.now + .seconds(20)
            while true {
                do {
                    if value == 0 {
                        _ = try await client.send("POST", Self.path, body: body)
                    } else {
                        _ = try await client.send("PUT", "\(Self.path)/\(name)", body: body)
                    }
                    break
                } catch {
                    // The same PUT again changes nothing, so that each value is one change.
                    guard ContinuousClock.now < end, error.code == nil else { throw error }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
    }

    @Test func `1,000 watches over restarts see each change once and in order, or are told 410`()
        async throws
    {
        let server = try await ServerProgram()
        let writer = try server.client()
        try await write(0, writer)
        let clients = try (0..<40).map { _ in try server.client() }
        let informers = (0..<1000).map { Informer(clients[$0 % 40]) }
        let following = informers.map { informer in Task { await informer.run() } }
        try await all(informers) { $0.hasSeen(0) }
        var value = 0
        for restart in 0..<3 {
            for _ in 0..<5 {
                value += 1
                try await write(value, writer)
            }
            if restart == 0 {
                #expect(try server.end() == 0)
            } else {
                try server.kill()
            }
            try await server.start()
            value += 1
            try await write(value, writer)
        }
        let last = value
        try await all(informers) { $0.hasSeen(last) }
        for informer in informers { #expect(informer.faults == []) }
        for task in following { task.cancel() }
        for client in clients + [writer] { await client.close() }
    }

    private func all(
        _ informers: [Informer], _ isSo: @Sendable (Informer) -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !informers.allSatisfy(isSo) {
            if ContinuousClock.now > end {
                let behind = informers.filter { !isSo($0) }
                let state = behind.first?.state.withLock { "\($0)" } ?? ""
                throw ServerProgram.Fault(
                    description: "\(behind.count) informers are behind; the first: \(state)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
