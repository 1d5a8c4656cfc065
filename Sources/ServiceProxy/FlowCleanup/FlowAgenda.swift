import NetworkAddress
import ServiceModel

/// What waits to be done about one family's flows. Pure.
struct FlowAgenda: Sendable {
    var datagrams = DatagramAgenda()
    var drains = DrainSchedule()
    /// Service ports whose policy is not `keep`, and of whose connections nobody knows where they
    /// lead: everything may have happened before.
    var unknown: [ServicePortPlan] = []

    mutating func note(_ work: FlowWork, now: UInt64) {
        switch work {
        case .changes(let changes):
            datagrams.note(changes)
            for change in changes { drains.note(change, now: now) }
        case .everything(let plans, let former):
            datagrams.note(plans, former: former)
            drains.spare(by: plans)
            unknown = plans.filter { $0.removal != .keep && $0.name.transport != .udp }
        }
    }

    /// Whether there is something to do now.
    func hasWork(_ now: UInt64) -> Bool {
        !datagrams.isEmpty || !unknown.isEmpty || drains.next.map { $0 <= now } ?? false
    }
}
