import Dispatch
import Synchronization

/// Asynchronous work that the lab's one thread waits for.
enum Awaited {
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
        let isDone = DispatchSemaphore(value: 0)
    }

    /// Runs it to its end; the calling thread waits.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        Task {
            let result: Result<Value, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            outcome.result.withLock { $0 = result }
            outcome.isDone.signal()
        }
        outcome.isDone.wait()
        guard let result = outcome.result.withLock({ $0 }) else {
            throw LabError("asynchronous work ended without a result")
        }
        return try result.get()
    }
}
