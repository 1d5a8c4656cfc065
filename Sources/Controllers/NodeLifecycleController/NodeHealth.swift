/// When a node last gave a sign of life, as seen here: by the monotonic clock, since the node's
/// clock and the time of day may be anything.
struct NodeHealth: Hashable {
    /// What its Lease said last; nil for none.
    private var renewTime: String?
    /// What its condition Ready said last.
    private var heartbeat: String?
    private var ready: String?
    /// When one of these changed.
    private(set) var lastSign: ContinuousClock.Instant

    /// A node seen for the first time counts as alive.
    init(_ node: NodeState, renewTime: String?, at now: ContinuousClock.Instant) {
        lastSign = now
        self.renewTime = renewTime
        heartbeat = node.condition("Ready")?.lastHeartbeatTime
        ready = node.ready
    }

    /// Notes what the node and its Lease say now.
    mutating func observe(
        _ node: NodeState, renewTime: String?, at now: ContinuousClock.Instant
    ) {
        let before = self
        self.renewTime = renewTime ?? self.renewTime
        heartbeat = node.condition("Ready")?.lastHeartbeatTime
        // That it turned Unknown is what this controller wrote, and no sign of life.
        if node.ready != "Unknown" { ready = node.ready }
        if before != self { lastSign = now }
    }

    /// Counts it as alive now.
    mutating func renew(at now: ContinuousClock.Instant) { lastSign = now }

    /// The conditions that only a living node keeps true.
    static let conditions = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"]
}
