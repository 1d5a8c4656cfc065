import APIMachinery

/// Work with an end.
enum Timed {
    /// What work gives; nil when it takes longer, and it is cancelled then.
    static func run<Value: Sendable>(
        until end: ContinuousClock.Instant, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                try? await ContinuousClock().sleep(until: end)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// What the API server answers. A connection over a cut wire is given up soon: once the wire is
    /// mended, a new one works at once, while the old one waits for its next try.
    static func ask<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async throws(APIStatus) -> Value
    ) async throws(APIStatus) -> Value {
        let result = await run(until: .now + limit) { () -> Result<Value, APIStatus> in
            do throws(APIStatus) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        guard let result else {
            throw APIStatus(
                code: 504, reason: "Timeout", message: "the API server did not answer in \(limit)")
        }
        return try result.get()
    }
}
