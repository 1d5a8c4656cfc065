import NetworkAddress
import Nftables
import NftablesDataplane
import ServiceModel

/// One family's way from plans to its table: what waits, what is programmed, and what the kernel
/// refuses.
struct FamilyProgram: Sendable {
    let family: AddressFamily
    private(set) var table = ServiceTable()
    private(set) var dataplane: NftablesDataplane
    /// What changed and is not in the table yet, one change a port.
    private var waiting: [ServicePortName: ServiceTable.Change] = [:]
    private(set) var setAside: [ServicePortName: SetAside] = [:]
    /// How many ports want endpoints of this node and have none.
    private(set) var shortage = LocalShortage()
    /// When the causes of what is not in the table yet happened.
    private var triggers: [ServiceKey: TriggerTime] = [:]
    /// What others did to the table and is not put right yet.
    private var touched = TouchedElements()
    /// Before the first load there is nothing that could have changed.
    private var hasLoaded = false

    init(_ dataplane: NftablesDataplane) {
        family = dataplane.family
        self.dataplane = dataplane
    }

    /// Puts right with the next `sync` what others did; reads the table anew if it must.
    mutating func distrust(_ touch: TableTouch) {
        if touch.isUnbounded { dataplane.distrust() }
        touched.append(touch.elements(family))
    }

    /// Takes in what the ports of a Service must do now.
    mutating func replace(_ service: ServiceKey, with plans: [ServicePortPlan]) {
        let changes = table.replace(service, with: plans)
        for change in changes {
            shortage.count(change.old, by: -1)
            shortage.count(change.plan, by: 1)
        }
        guard hasLoaded else { return }
        for change in changes { note(change) }
    }

    private mutating func note(_ change: ServiceTable.Change) {
        guard let aside = setAside[change.name] else {
            waiting[change.name, default: change].plan = change.plan
            return
        }
        if change.plan == nil {
            // Deleting is no reason for a refusal: it goes with the others.
            setAside[change.name] = nil
            guard let programmed = aside.programmed else { return }
            waiting[change.name] = ServiceTable.Change(
                name: change.name, old: programmed, plan: nil)
        } else {
            // It may be in order now: no need to wait.
            setAside[change.name]?.nextAttempt = 0
        }
    }

    /// Takes in when the causes of changes happened. What was there before the first load is not
    /// measured: its cause may be older than this process.
    mutating func note(_ times: [ServiceKey: TriggerTime]) {
        guard hasLoaded else { return }
        triggers.merge(times) { min($0, $1) }
    }

    /// Whether `sync` has anything to do but to look.
    var isWaiting: Bool { !waiting.isEmpty }

    /// When the next refused port is to be tried again; nil when there is none.
    var nextAttempt: UInt64? { setAside.values.map(\.nextAttempt).min() }

    /// What the table must hold: what was asked for, or what stands in for it.
    var plans: [ServicePortPlan] {
        let wanted = table.unorderedPlans
        guard !setAside.isEmpty else { return wanted }
        return wanted.compactMap { plan in
            guard let aside = setAside[plan.name] else { return plan }
            return aside.programmed.map(owned)
        }
    }

    /// Less the targets that went to others meanwhile.
    private func owned(_ plan: ServicePortPlan) -> ServicePortPlan {
        var plan = plan
        plan.frontends.removeAll { table.owner(of: $0.target) != plan.name }
        return plan
    }

    /// Brings the table to the plans. A port that is refused by itself is set aside; what is thrown
    /// is about all of them.
    ///
    /// - Parameter now: nanoseconds on the clock that never goes back.
    mutating func sync(_ surroundings: Surroundings, now: UInt64) throws -> SyncOutcome {
        let changes = waiting.values.sorted { $0.name < $1.name }
        var outcome = SyncOutcome(report: SyncReport(family: family))
        repair(&outcome)
        if dataplane.isInSync {
            do {
                outcome.add(try dataplane.sync(changes, surroundings))
            } catch  where error.isRefusal {
                try isolate(changes, surroundings, now, &outcome)
            }
        } else {
            try load(surroundings, now, &outcome)
        }
        hasLoaded = true
        waiting = [:]
        outcome.changes = changes.filter { setAside[$0.name] == nil }
        let services = Set(outcome.changes.map(\.name.service))
        outcome.triggers = services.compactMap { triggers[$0] }
        triggers = [:]
        try retry(surroundings, now, &outcome)
        return outcome
    }

    /// What the kernel refuses of a repair leaves the table unknown: it is read then.
    private mutating func repair(_ outcome: inout SyncOutcome) {
        defer { touched = TouchedElements() }
        guard dataplane.isInSync, !touched.isEmpty else { return }
        if let report = try? dataplane.repair(touched) { outcome.report = report }
    }

    /// A batch was refused: back to what was before, then change by change where it must be.
    private mutating func isolate(
        _ changes: [ServiceTable.Change], _ surroundings: Surroundings, _ now: UInt64,
        _ outcome: inout SyncOutcome
    ) throws {
        let names = Set(changes.map(\.name))
        let before =
            plans.filter { !names.contains($0.name) }
            + changes.compactMap { $0.old.map(owned) }
        outcome.report = try dataplane.resync(before, surroundings)
        try applySingly(changes, surroundings, now, &outcome)
    }

    /// Reads the table, and brings it to the plans.
    private mutating func load(
        _ surroundings: Surroundings, _ now: UInt64, _ outcome: inout SyncOutcome
    ) throws {
        let plans = plans
        do {
            outcome.report = try dataplane.resync(plans, surroundings)
        } catch  where error.isRefusal && !plans.isEmpty {
            // If even an empty table is refused, no Service is at fault, and this throws.
            outcome.report = try dataplane.resync([], surroundings)
            let additions = plans.map {
                ServiceTable.Change(name: $0.name, old: nil, plan: $0)
            }
            try applySingly(additions, surroundings, now, &outcome)
        }
    }

    private mutating func applySingly(
        _ changes: [ServiceTable.Change], _ surroundings: Surroundings, _ now: UInt64,
        _ outcome: inout SyncOutcome
    ) throws {
        let refusals = try FaultIsolation.apply(changes) { part in
            outcome.add(try attempt(part, surroundings))
        } isRefusal: {
            $0.isRefusal
        }
        for (change, error) in refusals {
            var aside =
                setAside[change.name]
                ?? SetAside(
                    family, change.name, programmed: change.old.map(owned))
            aside.refuse(error, now: now)
            setAside[change.name] = aside
            outcome.refused.append(aside)
        }
    }

    /// One batch; when it is refused, what is known of the table stays true, since then nothing of
    /// it was done.
    private mutating func attempt(
        _ changes: [ServiceTable.Change], _ surroundings: Surroundings
    ) throws -> SyncReport {
        let before = dataplane
        do {
            return try dataplane.sync(changes, surroundings)
        } catch  where error.isRefusal {
            dataplane = before
            throw error
        }
    }

    /// Tries what was set aside and is due again, each alone.
    private mutating func retry(
        _ surroundings: Surroundings, _ now: UInt64, _ outcome: inout SyncOutcome
    ) throws {
        for (name, aside) in setAside where aside.nextAttempt <= now {
            let change = ServiceTable.Change(
                name: name, old: aside.programmed, plan: table.plan(of: name))
            try applySingly([change], surroundings, now, &outcome)
            if setAside[name]?.attempts == aside.attempts {
                setAside[name] = nil
                outcome.recovered.append(aside)
                outcome.changes.append(change)
            }
        }
    }
}

extension Error {
    /// Whether the kernel refused what it was asked, so that another question may do better.
    ///
    /// What is left out says that it was not asked, or that nothing would be allowed.
    var isRefusal: Bool {
        guard let error = self as? NftablesError else { return false }
        let others = ["EPERM", "EACCES", "ERESTART", "EINTR", "EAGAIN", "ENOBUFS", "ETIMEDOUT"]
        return !error.failures.contains { others.contains($0.errno.name) }
    }
}
