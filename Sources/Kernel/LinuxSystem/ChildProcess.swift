import CLinux
import Glibc

/// A program that this process started.
///
/// The child is made by `fork` in C, where nothing but system calls happens before `execve`: the
/// parent may have any number of threads, in any namespaces.
public struct ChildProcess: Sendable {
    /// Where one of the child's standard streams leads.
    public enum Stream: Hashable, Sendable {
        /// Where the parent's leads.
        case inherited
        /// `/dev/null`.
        case null
        /// To an open descriptor, which the parent may close once the child runs.
        case descriptor(Int32)

        var number: Int32 {
            switch self {
            case .inherited: -1
            case .null: -2
            case .descriptor(let number): number
            }
        }
    }

    /// How a child ended.
    public enum Ending: Hashable, Sendable {
        /// By itself, with a status.
        case exited(Int32)
        /// By a signal.
        case signalled(Signal)

        /// As a shell tells it: the status, or 128 and the signal's number.
        public var shellStatus: Int32 {
            switch self {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal.rawValue
            }
        }

        init(waitStatus status: Int32) {
            let signal = status & 0x7F
            self =
                signal == 0
                ? .exited(status >> 8 & 0xFF) : .signalled(Signal(rawValue: signal))
        }
    }

    /// Its number; it stays the child's until its end was waited for.
    public let pid: Int32

    /// A process whose number is known, such as one of an earlier run.
    public init(pid: Int32) { self.pid = pid }

    /// Waits for the end of a child of this process.
    ///
    /// - Parameter timeout: the longest wait, zero for none; nil waits for ever.
    /// - Returns: nil when the time is over.
    public func wait(timeout: Duration? = nil) throws(SystemError) -> Ending? {
        var status: Int32 = 0
        let subject = String(pid)
        guard let timeout else {
            try systemCall("wait for process", subject) { clinux_wait(pid, 0, &status) }
            return Ending(waitStatus: status)
        }
        let handle = try openHandle()
        // A pidfd is readable when its process has ended.
        guard try Poll.wait(handle.rawValue, .readable, timeout: timeout) else { return nil }
        let count = try systemCall("wait for process", subject) {
            clinux_wait(pid, WNOHANG, &status)
        }
        return count == 1 ? Ending(waitStatus: status) : nil
    }

    /// A descriptor that is readable once the process has ended; any process's, not only a
    /// child's. C: pidfd_open
    public func openHandle() throws(SystemError) -> Descriptor {
        Descriptor(
            owning: try systemCall("open process", String(pid)) { clinux_pidfd_open(pid) })
    }

    /// Takes the end of any child that ended; nil when none has. For programs whose only children
    /// are their own: process 1 of a container gets everybody's orphans.
    public static func reap() -> (child: ChildProcess, ending: Ending)? {
        var status: Int32 = 0
        let pid = clinux_reap(&status)
        return pid > 0 ? (ChildProcess(pid: pid), Ending(waitStatus: status)) : nil
    }

    /// Sends a signal to the process.
    public func signal(_ signal: Signal) throws(SystemError) {
        try ProcessSignals.send(signal, to: pid)
    }

    /// Sends a signal to the process and its group, which it leads when it started a session.
    public func signalGroup(_ signal: Signal) throws(SystemError) {
        try ProcessSignals.send(signal, to: -pid)
    }

    /// Asks the process to end, and kills it when it doesn't within `grace`; waits for its end.
    @discardableResult
    public func stop(grace: Duration = .seconds(5)) throws(SystemError) -> Ending {
        try signal(.terminate)
        if let ending = try wait(timeout: grace) { return ending }
        try signal(.kill)
        return try wait() ?? .signalled(.kill)
    }

    /// Whether a process of this number exists, ended but not waited for included.
    public var exists: Bool { Glibc.kill(pid, 0) == 0 || Errno.current == .eperm }
}
