import LinuxSystem

/// Counts the TCP segments that reach a pod, by its kernel's own count: no packet is missed, and
/// neighbour discovery, which never rests, doesn't count.
struct SegmentCounter {
    let process: LabState.Process

    /// Segments since the namespace was made. Source: proc_pid_net(5), `snmp`; C: TCP_MIB_INSEGS
    func count() -> UInt64 {
        guard let text = try? Files.readText("/proc/\(process.pid)/net/snmp") else { return 0 }
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("Tcp:") }
            .map { $0.split(separator: " ") }
        guard rows.count == 2, let column = rows[0].firstIndex(of: "InSegs"),
            rows[1].indices.contains(column)
        else { return 0 }
        return UInt64(rows[1][column]) ?? 0
    }

    /// Looks for a while, each millisecond.
    /// - Returns: when the last segment was seen, in nanoseconds of the monotonic clock; nil when
    ///   none was.
    func watch(from start: UInt64, for time: Duration) -> UInt64? {
        let deadline = Deadline(after: time)
        var last: UInt64?
        var seen = count()
        while !deadline.isOver {
            MonotonicClock.sleep(.milliseconds(1))
            let now = count()
            if now != seen { last = MonotonicClock.nanoseconds }
            seen = now
        }
        return last
    }
}
