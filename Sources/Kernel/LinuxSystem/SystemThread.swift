import CLinux
import Glibc
import Synchronization

/// A thread of its own, for what must not move between threads: `setns`, blocking loops.
public final class SystemThread: Sendable {
    private enum State {
        case running(pthread_t)
        case joined
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @Sendable @escaping () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private let state: Mutex<State>

    private init(_ thread: pthread_t) { state = Mutex(.running(thread)) }

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes show in `ps` and in debuggers.
    ///   - body: what it does; the thread ends with it.
    public static func spawn(
        name: String, _ body: @Sendable @escaping () -> Void
    ) throws(SystemError) -> SystemThread {
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                clinux_name_thread(work.name)
                work.body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw SystemError(operation: "start thread", subject: name, errno: Errno(code: code))
        }
        return SystemThread(thread)
    }

    /// Waits until the thread's body has returned; at once when that was waited for before.
    public func join() {
        let thread: pthread_t? = state.withLock { state in
            guard case .running(let thread) = state else { return nil }
            state = .joined
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    deinit {
        // Never joined: the thread frees itself when it ends.
        if case .running(let thread) = state.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// The calling thread's number in the kernel. C: gettid
    public static var currentID: Int32 { clinux_thread_id() }

    /// How many processors the process may run on.
    public static var processorCount: Int { Int(clinux_processors()) }

    /// Keeps the calling thread on one processor. C: sched_setaffinity
    public static func pin(toProcessor number: Int) throws(SystemError) {
        try systemCall("pin thread to processor", String(number)) {
            clinux_pin_thread(Int32(clamping: number))
        }
    }
}
