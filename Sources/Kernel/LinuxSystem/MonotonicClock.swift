import Glibc

/// Time that only goes forward, and what processors spent.
public enum MonotonicClock {
    /// Nanoseconds on the clock that never goes back. C: CLOCK_MONOTONIC
    public static var nanoseconds: UInt64 { read(CLOCK_MONOTONIC) }

    /// Nanoseconds since the machine was started, with the time it was suspended. C: CLOCK_BOOTTIME
    public static var nanosecondsSinceBoot: UInt64 { read(CLOCK_BOOTTIME) }

    /// Nanoseconds of processor time of the calling thread. C: CLOCK_THREAD_CPUTIME_ID
    public static var threadNanoseconds: UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Nanoseconds of processor time of the process. C: CLOCK_PROCESS_CPUTIME_ID
    public static var processNanoseconds: UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// Lets the calling thread sleep; for poll loops with a bound, never on a hot path.
    public static func sleep(_ duration: Duration) {
        var time = timespec(nanoseconds: duration.nanoseconds)
        var rest = timespec()
        while nanosleep(&time, &rest) != 0, Glibc.errno == EINTR { time = rest }
    }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// A point in time until which something may take; without one it may take for ever.
public struct Deadline: Sendable {
    let end: UInt64?

    /// So long from now; nil never ends.
    public init(after duration: Duration?) {
        end = duration.map {
            let (sum, hasOverflow) = MonotonicClock.nanoseconds.addingReportingOverflow(
                $0.nanoseconds)
            return hasOverflow ? .max : sum
        }
    }

    /// What is left; nil when it never ends, zero when it is over.
    public var remaining: Duration? {
        end.map { end in
            let now = MonotonicClock.nanoseconds
            return .nanoseconds(now >= end ? 0 : Int64(clamping: end - now))
        }
    }

    /// Whether nothing is left.
    public var isOver: Bool { end.map { MonotonicClock.nanoseconds >= $0 } ?? false }

    /// What is left in milliseconds as `poll` takes it, rounded up; -1 never ends.
    var milliseconds: Int32 { remaining.map(\.roundedMilliseconds) ?? -1 }
}

extension Duration {
    /// The whole, 0 when it is negative, as much as fits when it is too long.
    var nanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        let (whole, hasOverflow) = UInt64(parts.seconds).multipliedReportingOverflow(
            by: 1_000_000_000)
        let (sum, isTooLong) = whole.addingReportingOverflow(
            UInt64(parts.attoseconds / 1_000_000_000))
        return hasOverflow || isTooLong ? .max : sum
    }

    /// Rounded up, so that a short wait doesn't become a busy loop.
    var roundedMilliseconds: Int32 {
        let nanoseconds = nanoseconds
        return Int32(clamping: nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 == 0 ? 0 : 1))
    }
}

extension timespec {
    init(nanoseconds: UInt64) {
        self.init(
            tv_sec: Int(clamping: nanoseconds / 1_000_000_000),
            tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
