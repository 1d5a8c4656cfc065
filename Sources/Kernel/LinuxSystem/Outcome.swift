import Synchronization

/// Carries a result from the thread that found it to the one that waits.
final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

    func get() throws -> Value {
        guard let result = result.withLock({ $0 }) else {
            throw SystemError(operation: "wait for thread", errno: .esrch)
        }
        return try result.get()
    }
}
