import ContainerRuntime
import LinuxSystem

/// Work that blocks: away from the threads that all tasks share.
enum OwnThread {
    /// Runs something on a thread made for it, and waits for its end.
    static func run<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws -> Value
    ) async throws(RuntimeError) -> Value {
        let result: Result<Value, RuntimeError> = await withCheckedContinuation { continuation in
            do {
                _ = try SystemThread.spawn(name: name) {
                    continuation.resume(
                        returning: Result { try body() }.mapError(RuntimeError.init(wrapping:)))
                }
            } catch {
                continuation.resume(returning: .failure(RuntimeError(wrapping: error)))
            }
        }
        return try result.get()
    }
}

extension RuntimeError {
    init(wrapping error: any Error) {
        self = error as? RuntimeError ?? RuntimeError(.failed, "\(error)")
    }

    /// The same with what was being done in front.
    func during(_ activity: String) -> RuntimeError {
        RuntimeError(code, "\(activity): \(message)")
    }
}
