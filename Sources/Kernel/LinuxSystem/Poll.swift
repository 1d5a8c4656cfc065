import Glibc

/// Waits for one descriptor.
public enum Poll {
    /// Waits until something may be done with a descriptor, or it failed.
    ///
    /// - Returns: false when the time is over.
    public static func wait(
        _ descriptor: Int32, _ events: PollEvents = .readable, timeout: Duration?
    ) throws(SystemError) -> Bool {
        try wait(descriptor, events, Deadline(after: timeout))
    }

    static func wait(
        _ descriptor: Int32, _ events: PollEvents, _ deadline: Deadline
    ) throws(SystemError) -> Bool {
        // The bits of poll and epoll are the same ones below 1 << 15.
        var entry = pollfd(
            fd: descriptor, events: Int16(truncatingIfNeeded: events.rawValue), revents: 0)
        return try systemCall("poll") { poll(&entry, 1, deadline.milliseconds) } > 0
    }
}
