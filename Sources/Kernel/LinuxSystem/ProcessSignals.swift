import CLinux
import Glibc

/// A signal, by its number.
public struct Signal: RawRepresentable, Hashable, Sendable {
    /// The number, from 1 to 64.
    public let rawValue: Int32

    /// The signal of a number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// C: SIGHUP
    public static let hangUp = Signal(rawValue: SIGHUP)
    /// C: SIGINT
    public static let interrupt = Signal(rawValue: SIGINT)
    /// C: SIGQUIT
    public static let quit = Signal(rawValue: SIGQUIT)
    /// C: SIGKILL
    public static let kill = Signal(rawValue: SIGKILL)
    /// C: SIGUSR1
    public static let user1 = Signal(rawValue: SIGUSR1)
    /// C: SIGUSR2
    public static let user2 = Signal(rawValue: SIGUSR2)
    /// C: SIGPIPE
    public static let brokenPipe = Signal(rawValue: SIGPIPE)
    /// C: SIGTERM
    public static let terminate = Signal(rawValue: SIGTERM)
    /// C: SIGCHLD
    public static let childEnded = Signal(rawValue: SIGCHLD)

    var bit: UInt64 { 1...64 ~= rawValue ? 1 << UInt64(rawValue - 1) : 0 }
}

/// Signals as something to read, not as interruptions. C: signalfd
///
/// Make it at the start of the program, before any other thread: threads inherit that the signals
/// are blocked, and a thread that doesn't block them would still be interrupted.
public final class ProcessSignals: Sendable {
    /// A signal that arrived, and who sent it.
    public struct Arrival: Hashable, Sendable {
        /// The signal.
        public var signal: Signal
        /// The sender's process id; 0 is the kernel.
        public var sender: Int32
    }

    private let source: Descriptor
    private let bits: UInt64

    /// Blocks signals in the calling thread, and collects them here.
    public init(_ signals: [Signal]) throws(SystemError) {
        let bits = signals.reduce(0) { $0 | $1.bit }
        try systemCall("block signals") { clinux_signals_block(bits) }
        source = Descriptor(owning: try systemCall("create signalfd") { clinux_signalfd(bits) })
        self.bits = bits
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { source.rawValue }

    /// The next signal that arrived; nil when none waits.
    public func take() -> Arrival? {
        var sender: Int32 = 0
        let number = clinux_signalfd_read(source.rawValue, &sender)
        return number > 0 ? Arrival(signal: Signal(rawValue: number), sender: sender) : nil
    }

    /// Waits for the next signal; nil when the time is over.
    public func wait(timeout: Duration? = nil) throws(SystemError) -> Arrival? {
        let deadline = Deadline(after: timeout)
        while true {
            if let arrival = take() { return arrival }
            guard try Poll.wait(source.rawValue, .readable, deadline) else { return nil }
        }
    }

    /// Lets the signals interrupt the calling thread again, as before.
    public func unblock() throws(SystemError) {
        try systemCall("unblock signals") { clinux_signals_unblock(bits) }
    }

    /// Ignores a signal in the whole process. Every program that writes to sockets or pipes wants
    /// this for `brokenPipe`, and gets EPIPE instead.
    public static func ignore(_ signal: Signal) throws(SystemError) {
        try systemCall("ignore signal", String(signal.rawValue)) {
            clinux_signal_ignore(signal.rawValue)
        }
    }

    /// Sends a signal to a process, or with a negative number to its group.
    public static func send(_ signal: Signal, to pid: Int32) throws(SystemError) {
        try systemCall("signal process", String(pid)) { Glibc.kill(pid, signal.rawValue) }
    }
}
