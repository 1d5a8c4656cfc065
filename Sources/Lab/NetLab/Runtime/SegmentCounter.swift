import LinuxSystem
import Synchronization

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
}

/// Looks at a counter each millisecond, on a thread of its own, so that nothing is missed while the
/// objects are written.
final class SegmentWatch: Sendable {
    private struct State {
        var isOver = false
        var last: UInt64?
    }

    private let state = Mutex(State())
    private let thread = Mutex<SystemThread?>(nil)

    init(_ counter: SegmentCounter) throws {
        let first = counter.count()
        let thread = try SystemThread.spawn(name: "segments") { [self] in
            var seen = first
            while !state.withLock({ $0.isOver }) {
                MonotonicClock.sleep(.milliseconds(1))
                let now = counter.count()
                if now != seen { state.withLock { $0.last = MonotonicClock.nanoseconds } }
                seen = now
            }
        }
        self.thread.withLock { $0 = thread }
    }

    /// Looks no longer.
    /// - Returns: when the last segment was seen, in nanoseconds of the monotonic clock; nil when
    ///   none was.
    func finish() -> UInt64? {
        state.withLock { $0.isOver = true }
        thread.withLock { $0 }?.join()
        return state.withLock { $0.last }
    }
}
