import LinuxSystem
import NetworkAddress

/// What is known of the proxy's health: when changes came, and when each family took them in. Pure.
package struct HealthRecord: Sendable {
    /// A point in time on both clocks: one to show, one to measure by.
    package struct Moment: Hashable, Sendable {
        /// Microseconds since 1970.
        package var wall: Int64
        /// Nanoseconds that only go forward.
        package var monotonic: UInt64

        package init(wall: Int64, monotonic: UInt64) {
            self.wall = wall
            self.monotonic = monotonic
        }

        package static var now: Moment {
            Moment(wall: WallClock.microseconds, monotonic: MonotonicClock.nanoseconds)
        }
    }

    package struct Verdict: Hashable, Sendable {
        package var isHealthy: Bool
        /// The last synchronisation: of the family that is late, or the latest of all.
        package var lastUpdated: Int64?

        package init(isHealthy: Bool, lastUpdated: Int64?) {
            self.isHealthy = isHealthy
            self.lastUpdated = lastUpdated
        }
    }

    private let longestWait: UInt64
    private var updated: [AddressFamily: Moment] = [:]
    /// When the oldest change came that a family has not taken in.
    private var waiting: [AddressFamily: Moment] = [:]
    /// A node is eligible until its object says otherwise.
    package var isNodeEligible = true

    package init(longestWait: Duration) {
        let parts = longestWait.components
        let seconds = UInt64(clamping: parts.seconds)
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let rest = UInt64(clamping: parts.attoseconds / 1_000_000_000)
        self.longestWait = isTooLong ? .max : whole.addingReportingOverflow(rest).partialValue
    }

    package mutating func queue(_ family: AddressFamily, at moment: Moment) {
        if waiting[family] == nil { waiting[family] = moment }
    }

    package mutating func synchronise(_ family: AddressFamily, at moment: Moment) {
        waiting[family] = nil
        updated[family] = moment
    }

    /// A family that was never synchronised is starting, and not late; as kube-proxy has it.
    package func verdict(at now: Moment) -> Verdict {
        for family in AddressFamily.allCases {
            guard let last = updated[family], let since = waiting[family] else { continue }
            if now.monotonic >= since.monotonic, now.monotonic - since.monotonic >= longestWait {
                return Verdict(isHealthy: false, lastUpdated: last.wall)
            }
        }
        return Verdict(isHealthy: true, lastUpdated: updated.values.map(\.wall).max())
    }
}
