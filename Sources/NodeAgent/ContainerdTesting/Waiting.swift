import LinuxSystem

/// Does what blocks on a thread of its own.
@discardableResult
package func inBackground<Answer: Sendable>(
    _ body: @escaping @Sendable () throws -> Answer
) async throws -> Answer {
    try await withCheckedThrowingContinuation { waiting in
        do {
            _ = try SystemThread.spawn(name: "test") {
                waiting.resume(with: Result { try body() })
            }
        } catch {
            waiting.resume(throwing: error)
        }
    }
}

/// Looks until something is so, for a minute.
package func poll(
    _ what: String, log: String? = nil, _ isSo: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    while clock.now < end {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    let text = log.flatMap { try? Files.readText($0) } ?? ""
    throw ToolError(command: "never so: \(what)", output: String(text.suffix(2000)))
}
