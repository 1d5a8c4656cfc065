import LinuxSystem
import NetworkAddress
import Synchronization

/// When endpoints were in the Service, as the kernel acknowledged it.
final class History: Sendable {
    private struct Span {
        /// From here on the kernel certainly sends it nothing new.
        var left: UInt64
        /// From here on it may again.
        var returned: UInt64?
    }

    private let spans = Mutex<[SocketEndpoint: [Span]]>([:])

    /// The kernel has acknowledged that they left.
    func left(_ endpoints: some Sequence<SocketEndpoint>) {
        let now = MonotonicClock.nanoseconds
        spans.withLock { spans in
            for endpoint in endpoints { spans[endpoint, default: []].append(Span(left: now)) }
        }
    }

    /// They are about to be put in again.
    func returning(_ endpoints: some Sequence<SocketEndpoint>) {
        let now = MonotonicClock.nanoseconds
        spans.withLock { spans in
            for endpoint in endpoints {
                guard let last = spans[endpoint]?.indices.last else { continue }
                spans[endpoint]?[last].returned = now
            }
        }
    }

    /// Whether an endpoint was certainly out of the Service for all of a time.
    func wasGone(_ endpoint: SocketEndpoint, from: UInt64, to: UInt64) -> Bool {
        spans.withLock { spans in
            (spans[endpoint] ?? []).contains { span in
                span.left <= from && (span.returned ?? .max) >= to
            }
        }
    }
}
