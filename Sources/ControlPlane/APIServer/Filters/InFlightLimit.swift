import APIMachinery
import Synchronization

/// How many requests are served at once; what is beyond is turned away, so that those under way
/// come to their end.
final class InFlightLimit: Sendable {
    private struct Counts {
        var reading = 0
        var writing = 0
    }

    private let counts = Mutex(Counts())
    private let maximumReading: Int
    private let maximumWriting: Int

    init(reading: Int, writing: Int) {
        maximumReading = reading
        maximumWriting = writing
    }

    /// Whether a verb changes something.
    static func changes(_ info: RequestInfo) -> Bool {
        !["get", "list", "watch", "head", "options"].contains(info.verb)
    }

    /// What isn't counted: watches and other streams, which last.
    static func isExempt(_ info: RequestInfo) -> Bool {
        info.verb == "watch"
            || ["proxy", "exec", "attach", "portforward", "log"].contains(info.subresource)
            || ["/livez", "/readyz", "/healthz"].contains(info.path)
    }

    /// Takes a place.
    /// - Throws: 429 when there is none.
    func enter(writing: Bool) throws(APIStatus) {
        let isFull = counts.withLock { counts in
            if writing {
                if maximumWriting > 0, counts.writing >= maximumWriting { return true }
                counts.writing += 1
            } else {
                if maximumReading > 0, counts.reading >= maximumReading { return true }
                counts.reading += 1
            }
            return false
        }
        if isFull { throw Self.tooMany }
    }

    /// Gives the place back.
    func leave(writing: Bool) {
        counts.withLock { counts in
            if writing { counts.writing -= 1 } else { counts.reading -= 1 }
        }
    }

    /// Requests under way: reading, writing.
    var current: (reading: Int, writing: Int) {
        counts.withLock { ($0.reading, $0.writing) }
    }

    private static let tooMany: APIStatus = {
        var details = APIStatus.Details()
        details.retryAfterSeconds = 1
        return APIStatus(
            code: 429, reason: "TooManyRequests",
            message: "Too many requests, please try again later.", details: details)
    }()
}
