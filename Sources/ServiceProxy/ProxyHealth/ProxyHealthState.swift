import NetworkAddress
import Synchronization

/// Whether the proxy keeps up with what it is told; asked by its pages, told by the daemon.
public final class ProxyHealthState: Sendable {
    private let record: Mutex<HealthRecord>
    private let clock: @Sendable () -> HealthRecord.Moment

    /// A proxy that has begun and knows nothing yet: healthy.
    ///
    /// - Parameter longestWait: how long a change may wait.
    public convenience init(longestWait: Duration) {
        self.init(longestWait: longestWait) { .now }
    }

    package init(longestWait: Duration, clock: @escaping @Sendable () -> HealthRecord.Moment) {
        record = Mutex(HealthRecord(longestWait: longestWait))
        self.clock = clock
    }

    /// A change came that the family's table has not taken in.
    public func queue(_ family: AddressFamily) {
        let now = clock()
        record.withLock { $0.queue(family, at: now) }
    }

    /// The family's table is as the objects say.
    public func synchronise(_ family: AddressFamily) {
        let now = clock()
        record.withLock { $0.synchronise(family, at: now) }
    }

    /// Whether the node is to get traffic from outside: it is not being deleted, nor about to be.
    public var isNodeEligible: Bool {
        get { record.withLock { $0.isNodeEligible } }
        set { record.withLock { $0.isNodeEligible = newValue } }
    }

    /// Whether each family keeps up; says nothing of the node.
    public var isHealthy: Bool { look().verdict.isHealthy }

    func look() -> (verdict: HealthRecord.Verdict, isNodeEligible: Bool, now: Int64) {
        let now = clock()
        return record.withLock { ($0.verdict(at: now), $0.isNodeEligible, now.wall) }
    }
}
