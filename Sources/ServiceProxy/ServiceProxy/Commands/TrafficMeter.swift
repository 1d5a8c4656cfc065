import NetworkAddress
import NftablesDataplane
import ServiceModel

/// Connections as the kernel counted them, and how many come a second.
struct TrafficMeter: Sendable {
    private typealias Counts = [AddressFamily: [Frontend.Target: UInt64]]

    private var now: Counts = [:]
    private var before: Counts = [:]
    private var time: UInt64 = 0
    private var seconds = 0.0
    private var hasRead = false

    /// Takes in what the kernel counts now.
    ///
    /// - Parameter now: nanoseconds on the clock that never goes back.
    mutating func note(_ counters: [AddressFamily: TrafficCounters], now: UInt64) {
        before = self.now
        self.now = counters.mapValues { $0.connections.mapValues(\.packets) }
        seconds = hasRead ? Double(now - time) / 1e9 : 0
        time = now
        hasRead = true
    }

    /// The connections to all targets of a port; nil when the kernel could not be asked.
    func connections(of plan: ServicePortPlan, _ family: AddressFamily) -> UInt64? {
        guard hasRead else { return nil }
        return plan.frontends.reduce(0) { $0 + (now[family]?[$1.target] ?? 0) }
    }

    /// Connections a second since the counters were read before; nil at the first time.
    ///
    /// A counter that begins anew counts from nothing.
    func rate(of plan: ServicePortPlan, _ family: AddressFamily) -> Double? {
        guard seconds > 0 else { return nil }
        let sum = plan.frontends.reduce(0) { sum, frontend -> UInt64 in
            let new = now[family]?[frontend.target] ?? 0
            let old = before[family]?[frontend.target] ?? 0
            return sum + (new >= old ? new - old : new)
        }
        return Double(sum) / seconds
    }
}
