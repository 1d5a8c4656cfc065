import APIMachinery

/// What of a container's log is asked for.
struct LogRequest: Sendable, Equatable {
    /// Lines at the end; nil for all.
    var tailLines: Int?
    /// Nothing from before.
    var since: Timestamp?
    /// Bytes of the answer; nil for any number.
    var limitBytes: Int?
    var hasTimestamps = false
    var isFollowing = false
    var wantsPrevious = false
    /// `stdout` or `stderr`; nil for both.
    var stream: String?

    init() {}

    /// Reads a query; nil when a number or time in it is none.
    init?(_ query: StreamQuery, now: Timestamp) {
        for (name, path) in [
            ("tailLines", \LogRequest.tailLines), ("limitBytes", \LogRequest.limitBytes),
        ] {
            guard let text = query[name] else { continue }
            guard let number = Int(text), number >= 0 else { return nil }
            self[keyPath: path] = number
        }
        if let text = query["sinceSeconds"] {
            guard let seconds = Int64(text), seconds >= 0 else { return nil }
            since = Timestamp(microseconds: now.microseconds - seconds * 1_000_000)
        }
        if let text = query["sinceTime"] {
            guard let time = Timestamp(parsing: text) else { return nil }
            since = time
        }
        hasTimestamps = query.isTrue("timestamps")
        isFollowing = query.isTrue("follow")
        wantsPrevious = query.isTrue("previous")
        switch query["stream"] {
        case "Stdout": stream = "stdout"
        case "Stderr": stream = "stderr"
        default: break
        }
    }
}
