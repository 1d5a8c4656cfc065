import LinuxSystem
import Synchronization

/// Threads that still run when the call they race with has ended.
final class Racers: Sendable {
    static let shared = Racers()
    private let threads = Mutex<[SystemThread]>([])

    func add(_ thread: SystemThread) { threads.withLock { $0.append(thread) } }

    /// Waits for all.
    func join() {
        let all = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in all { thread.join() }
    }
}

/// Something that has happened or not.
final class Flag: Sendable {
    private let event: EventDescriptor?

    init() { event = try? EventDescriptor() }

    func set() { event?.signal() }

    func wait(atMost timeout: Duration) { _ = try? event?.wait(timeout: timeout) }
}
