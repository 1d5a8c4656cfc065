import Glibc

/// The time of day.
public enum WallClock {
    /// Microseconds since 1970-01-01 00:00 UTC. C: CLOCK_REALTIME
    public static var microseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }
}
