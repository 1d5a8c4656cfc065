import NetworkAddress

/// The plans of one family as they are, with each target given to one Service port.
///
/// Two Services may ask for the same external address and port. The one whose name comes first has
/// it, so that what is programmed depends on the objects alone, and not on their order.
public struct ServiceTable: Sendable {
    /// A Service port that must be programmed anew: what it asked for, less what others own.
    public struct Change: Hashable, Sendable {
        /// Which port.
        public var name: ServicePortName
        /// What it was when it was last told; nil when it is new.
        public var old: ServicePortPlan?
        /// What it is now; nil when it is gone.
        public var plan: ServicePortPlan?

        /// A change.
        public init(name: ServicePortName, old: ServicePortPlan?, plan: ServicePortPlan?) {
            self.name = name
            self.old = old
            self.plan = plan
        }
    }

    private var asked: [ServiceKey: [ServicePortPlan]] = [:]
    private var owners: [Frontend.Target: ServicePortName] = [:]
    /// Those who asked for a target that someone else owns.
    private var waiting: [Frontend.Target: Set<ServicePortName>] = [:]

    /// A table without Services.
    public init() {}

    /// Replaces the plans of a Service; returns which ports must be programmed anew, ascending.
    public mutating func replace(
        _ service: ServiceKey, with plans: [ServicePortPlan]
    ) -> [Change] {
        let new = Self.distinct(plans)
        guard let old = asked[service] else {
            guard !new.isEmpty else { return [] }
            let before = programmed(around: new)
            // Apart from the next line, which would look at the table as it was before this one.
            let touched = begin(service, new)
            return changes(of: touched, before)
        }
        guard old != new else { return [] }
        let before = programmed(around: old + new)
        var touched: Set<ServicePortName> = []
        for plan in old {
            let next = new.first { $0.name == plan.name }
            guard next != plan else { continue }
            touched.insert(plan.name)
            touched.formUnion(release(plan, keeping: next))
        }
        asked[service] = new.isEmpty ? nil : new
        for plan in new where !old.contains(plan) {
            touched.insert(plan.name)
            touched.formUnion(claim(plan))
        }
        return changes(of: touched, before)
    }

    /// The plans, as they are programmed, of those who may win or lose a target of these.
    private func programmed(
        around plans: [ServicePortPlan]
    ) -> [ServicePortName: ServicePortPlan] {
        var found: [ServicePortName: ServicePortPlan] = [:]
        func note(_ name: ServicePortName) {
            if found[name] == nil { found[name] = plan(of: name) }
        }
        for plan in plans {
            note(plan.name)
            for frontend in plan.frontends {
                if let owner = owners[frontend.target] { note(owner) }
                for name in waiting[frontend.target] ?? [] { note(name) }
            }
        }
        return found
    }

    /// A Service that was not there: nothing is released.
    private mutating func begin(
        _ service: ServiceKey, _ plans: [ServicePortPlan]
    ) -> Set<ServicePortName> {
        asked[service] = plans
        var touched: Set<ServicePortName> = []
        for plan in plans {
            touched.insert(plan.name)
            touched.formUnion(claim(plan))
        }
        return touched
    }

    /// A port that comes twice under one name can't be told apart: the last one counts.
    private static func distinct(_ plans: [ServicePortPlan]) -> [ServicePortPlan] {
        guard plans.count > 1 else { return plans }
        var found: [ServicePortPlan] = []
        for plan in plans {
            found.removeAll { $0.name == plan.name }
            found.append(plan)
        }
        return found
    }

    private func changes(
        of names: Set<ServicePortName>, _ before: [ServicePortName: ServicePortPlan]
    ) -> [Change] {
        names.sorted().map { Change(name: $0, old: before[$0], plan: plan(of: $0)) }
    }

    /// Who has a target; nil when nobody has.
    public func owner(of target: Frontend.Target) -> ServicePortName? { owners[target] }

    /// What a Service port is programmed to do; nil when there is no such port.
    public func plan(of name: ServicePortName) -> ServicePortPlan? {
        asked[name.service]?.first { $0.name == name }.map(owned)
    }

    /// Less the targets that others own.
    private func owned(_ plan: ServicePortPlan) -> ServicePortPlan {
        guard !waiting.isEmpty else { return plan }
        var plan = plan
        plan.frontends.removeAll { owners[$0.target] != plan.name }
        return plan
    }

    /// All Service ports, ascending, as they are programmed.
    public var plans: [ServicePortPlan] { unorderedPlans.sorted { $0.name < $1.name } }

    /// The same in no order, for those who don't care.
    public var unorderedPlans: [ServicePortPlan] {
        var plans: [ServicePortPlan] = []
        plans.reserveCapacity(asked.count)
        for own in asked.values {
            for plan in own { plans.append(owned(plan)) }
        }
        return plans
    }

    /// Gives up targets; returns who got one of them.
    private mutating func release(
        _ plan: ServicePortPlan, keeping new: ServicePortPlan?
    ) -> [ServicePortName] {
        let kept = (new?.frontends ?? []).map(\.target)
        var heirs: [ServicePortName] = []
        for frontend in plan.frontends where !kept.contains(frontend.target) {
            guard owners[frontend.target] == plan.name else {
                waiting[frontend.target]?.remove(plan.name)
                if waiting[frontend.target]?.isEmpty == true { waiting[frontend.target] = nil }
                continue
            }
            let heir = waiting[frontend.target]?.min()
            owners[frontend.target] = heir
            if let heir {
                waiting[frontend.target]?.remove(heir)
                heirs.append(heir)
            }
            if waiting[frontend.target]?.isEmpty == true { waiting[frontend.target] = nil }
        }
        return heirs
    }

    /// Takes targets; returns who lost one of them.
    private mutating func claim(_ plan: ServicePortPlan) -> [ServicePortName] {
        var losers: [ServicePortName] = []
        for frontend in plan.frontends {
            guard let owner = owners[frontend.target], owner != plan.name else {
                owners[frontend.target] = plan.name
                continue
            }
            if plan.name < owner {
                owners[frontend.target] = plan.name
                waiting[frontend.target, default: []].insert(owner)
                waiting[frontend.target]?.remove(plan.name)
                losers.append(owner)
            } else {
                waiting[frontend.target, default: []].insert(plan.name)
            }
        }
        return losers
    }
}
