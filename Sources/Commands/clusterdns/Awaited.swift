import Dispatch
import Synchronization

/// Asynchronous work for a command that is not: the first thread keeps the signals, and waits.
final class Awaited<Value: Sendable>: Sendable {
    private let outcome = Mutex<Result<Value, any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// Starts the work.
    init(_ work: @escaping @Sendable () async throws -> Value) {
        Task {
            let result: Result<Value, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            self.outcome.withLock { $0 = result }
            self.isDone.signal()
        }
    }

    /// What came of it, once; nil when it was taken before.
    func take() throws -> Value? {
        isDone.wait()
        return try outcome.withLock { $0.take() }?.get()
    }
}
