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
        /// What it is now; nil when it is gone.
        public var plan: ServicePortPlan?

        /// A change.
        public init(name: ServicePortName, plan: ServicePortPlan?) {
            self.name = name
            self.plan = plan
        }
    }

    private var asked: [ServicePortName: ServicePortPlan] = [:]
    private var ports: [ServiceKey: [ServicePortName]] = [:]
    private var owners: [Frontend.Target: ServicePortName] = [:]
    /// Those who asked for a target that someone else owns.
    private var waiting: [Frontend.Target: Set<ServicePortName>] = [:]

    /// A table without Services.
    public init() {}

    /// Replaces the plans of a Service; returns which ports must be programmed anew, ascending.
    public mutating func replace(
        _ service: ServiceKey, with plans: [ServicePortPlan]
    ) -> [Change] {
        let old = ports[service] ?? []
        // A port that comes twice under one name can't be told apart: the last one counts.
        let new = Dictionary(plans.map { ($0.name, $0) }) { _, last in last }
        var touched: Set<ServicePortName> = []
        for name in old where new[name] != asked[name] {
            touched.insert(name)
            if let plan = asked[name] { touched.formUnion(release(plan, keeping: new[name])) }
        }
        for (name, plan) in new where asked[name] != plan {
            touched.insert(name)
            touched.formUnion(claim(plan))
            asked[name] = plan
        }
        for name in old where new[name] == nil { asked[name] = nil }
        ports[service] = new.isEmpty ? nil : Array(new.keys)
        return touched.sorted().map { Change(name: $0, plan: plan(of: $0)) }
    }

    /// What a Service port is programmed to do; nil when there is no such port.
    public func plan(of name: ServicePortName) -> ServicePortPlan? {
        guard var plan = asked[name] else { return nil }
        if !waiting.isEmpty { plan.frontends.removeAll { owners[$0.target] != name } }
        return plan
    }

    /// All Service ports, ascending, as they are programmed.
    public var plans: [ServicePortPlan] {
        asked.keys.sorted().compactMap(plan)
    }

    /// The same in no order, for those who don't care.
    public var unorderedPlans: [ServicePortPlan] { asked.keys.compactMap(plan) }

    /// Gives up targets; returns who got one of them.
    private mutating func release(
        _ plan: ServicePortPlan, keeping new: ServicePortPlan?
    ) -> [ServicePortName] {
        let kept = Set((new?.frontends ?? []).map(\.target))
        var heirs: [ServicePortName] = []
        for frontend in plan.frontends where !kept.contains(frontend.target) {
            guard owners[frontend.target] == plan.name else {
                waiting[frontend.target]?.remove(plan.name)
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
