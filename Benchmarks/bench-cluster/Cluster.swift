import JSON
import KubernetesClient
import LinuxSystem

/// A watch and its events, as they come.
struct WatchedEvent: Sendable {
    var at: UInt64
    var object: JSON
}

/// Objects of a server, written and watched.
struct Cluster: Sendable {
    let client: APIClient

    func post(_ path: String, _ body: JSON) async throws {
        _ = try await client.send("POST", path, body: body)
    }

    func merge(_ path: String, _ body: JSON) async throws {
        _ = try await client.send(
            "PATCH", path, body: body, contentType: "application/merge-patch+json")
    }

    func delete(_ path: String) async throws { _ = try await client.send("DELETE", path) }

    func items(_ path: String) async throws -> [JSON] {
        JSON(try await client.get(path).root)["items"]?.array ?? []
    }

    /// Follows a collection from now on.
    func watch(_ path: String) -> AsyncStream<WatchedEvent> {
        AsyncStream { continuation in
            let task = Task {
                try? await client.lines(
                    "\(path)?watch=true&resourceVersion=0", named: path, opened: {}
                ) { line in
                    let now = MonotonicClock.nanoseconds
                    guard let json = try? JSON(parsing: Array(line)), let object = json["object"]
                    else { return }
                    continuation.yield(WatchedEvent(at: now, object: object))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Does something for each number, so many at once.
    func each(
        _ count: Int, atOnce: Int = 32, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in 0..<min(atOnce, count) {
                group.addTask {
                    for number in stride(from: start, to: count, by: atOnce) {
                        try await body(number)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Waits for something.
    func wait(
        for what: String, seconds: Int = 300, _ isSo: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else {
                throw BenchError("waited \(seconds) s for \(what)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
