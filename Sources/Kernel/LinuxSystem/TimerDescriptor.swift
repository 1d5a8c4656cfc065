import CLinux
import Glibc

/// A timer that a poller can wait for. C: timerfd
public final class TimerDescriptor: Sendable {
    private let timer: Descriptor

    /// A timer that is not set.
    public init() throws(SystemError) {
        timer = Descriptor(owning: try systemCall("create timerfd") { clinux_timerfd() })
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { timer.rawValue }

    /// Sets the timer, in place of what was set.
    ///
    /// - Parameters:
    ///   - delay: until it fires first; zero fires at once.
    ///   - interval: between the times it fires from then on; nil is once.
    public func set(after delay: Duration, every interval: Duration? = nil) throws(SystemError) {
        // The kernel takes zero as "unset".
        let first = max(delay.nanoseconds, 1)
        try systemCall("set timer") {
            clinux_timerfd_arm(timer.rawValue, first, interval?.nanoseconds ?? 0)
        }
    }

    /// Unsets the timer.
    public func cancel() throws(SystemError) {
        try systemCall("unset timer") { clinux_timerfd_arm(timer.rawValue, 0, 0) }
    }

    /// How often it fired since this was asked last; never waits.
    @discardableResult
    public func take() -> UInt64 {
        var count: UInt64 = 0
        let size = MemoryLayout<UInt64>.size
        return Glibc.read(timer.rawValue, &count, size) == size ? count : 0
    }
}
