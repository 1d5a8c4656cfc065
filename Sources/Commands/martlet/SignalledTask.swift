import LinuxSystem
import Synchronization

/// Work that goes on until a signal says that it is to end.
final class SignalledTask: Sendable {
    private let end = Mutex<Result<Void, any Error>?>(nil)

    /// Runs the work; it is cancelled when a signal arrives. The calling thread waits for its end.
    static func run(
        until signals: ProcessSignals, _ work: @escaping @Sendable () async throws -> Void
    ) throws {
        let run = SignalledTask()
        let task = Task {
            let result: Result<Void, any Error>
            do {
                try await work()
                result = .success(())
            } catch {
                result = .failure(error)
            }
            run.end.withLock { $0 = result }
        }
        while run.end.withLock({ $0 == nil }) {
            if try signals.wait(timeout: .milliseconds(50)) != nil { task.cancel() }
        }
        try run.end.withLock { $0 }?.get()
    }
}
