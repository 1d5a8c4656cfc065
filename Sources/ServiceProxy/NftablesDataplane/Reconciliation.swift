import NetworkAddress
import Nftables
import ServiceModel

/// What must be, against what is: a state that keeps as much of the kernel's as it can, and the
/// transaction between them.
package struct Reconciliation {
    package var state: TableState
    package var transaction: TableTransaction
    /// The chains that are there once the transaction is applied.
    package var chains: Set<ServiceChain>

    package init(
        _ plans: [ServicePortPlan], _ surroundings: Surroundings, layout: TableLayout,
        observed: ObservedTable
    ) {
        transaction = TableTransaction(layout: layout)
        let isUsable = observed.isUsable(for: layout)
        let found = isUsable ? observed : ObservedTable()
        transaction.replacesTable = observed.isThere && !isUsable
        transaction.createsTable = !observed.isThere
        transaction.newSets = SetName.allCases.filter { found.sets[$0.name] == nil }
        transaction.strangers = found.strangers

        state = TableState(family: layout.family)
        let findings = found.findings(layout.family)
        for plan in Self.ordered(plans, findings) {
            let slots = plan.targets.lazy.compactMap { findings.slots[$0] }.first
            state.adopt(plan, slots: slots ?? [:], group: findings.group(of: plan))
        }
        var ignored = ElementChanges()
        state.setSurroundings(surroundings.elements(layout.family), into: &ignored)
        if found.elements.isEmpty {
            transaction.load = state
        } else {
            transaction.difference = Self.difference(state, found.elements)
        }

        chains = state.chains.withFollowers
        arrangeChains(layout, found)
    }

    /// Affinity groups that stand in the kernel come before new ones, which might take their
    /// numbers; and those by name, so that two runs give the same numbers.
    private static func ordered(
        _ plans: [ServicePortPlan], _ findings: ObservedTable.Findings
    ) -> [ServicePortPlan] {
        let sticky = plans.filter { $0.affinityTimeoutSeconds != nil }.sorted { $0.name < $1.name }
        guard !sticky.isEmpty else { return plans }
        return plans.filter { $0.affinityTimeoutSeconds == nil }
            + sticky.filter { findings.group(of: $0) != nil }
            + sticky.filter { findings.group(of: $0) == nil }
    }

    private static func difference(
        _ state: TableState, _ found: [TableElement.Identity: TableElement.Value]
    ) -> ElementDifference {
        var difference = ElementDifference(deleted: [], added: [])
        var rest = found
        state.forEachElement { element in
            let known = rest.removeValue(forKey: element.identity)
            guard known != element.value else { return }
            if let known {
                difference.deleted.append(TableElement(element.set, element.key, known))
            }
            difference.added.append(element)
        }
        for (identity, value) in rest {
            difference.deleted.append(TableElement(identity.set, identity.key, value))
        }
        return difference
    }

    private mutating func arrangeChains(_ layout: TableLayout, _ found: ObservedTable) {
        let wanted = layout.baseChains + chains.ordered.map(layout.plan)
        for plan in wanted {
            guard let there = found.chains[plan.chain.name] else {
                transaction.newChains.append(plan)
                continue
            }
            if !layout.fits(there, plan) { transaction.rewrittenChains.append(plan) }
        }
        let names = Set(wanted.map(\.chain.name))
        transaction.obsoleteChains = found.chains.keys.filter { !names.contains($0) }.sorted()
    }
}

extension ObservedTable {
    /// Whether the table can be changed into ours: its sets are ours, and so are the hooks of the
    /// chains that carry our names. (A set's key and a chain's hook can't be changed.)
    package func isUsable(for layout: TableLayout) -> Bool {
        guard isThere else { return false }
        let ownSets = SetName.allCases.allSatisfy { name in
            sets[name.name].map { layout.fits($0, name) } ?? true
        }
        let names = Set(SetName.allCases.map(\.name))
        let hooks = layout.baseChains.allSatisfy { plan in
            chains[plan.chain.name].map { $0.chain.hook == plan.chain.hook } ?? true
        }
        return ownSets && hooks && sets.keys.allSatisfy(names.contains)
    }
}

extension ServicePortPlan {
    /// The targets as keys; the first that stands in the kernel speaks for the others.
    fileprivate var targets: [PackedFields] { frontends.map { PackedFields($0.target) } }
}

extension ObservedTable.Findings {
    fileprivate func group(of plan: ServicePortPlan) -> UInt32? {
        plan.targets.lazy.compactMap { groups[$0] }.first
    }
}

extension Surroundings {
    /// The elements of one family's table that they make.
    package func elements(_ family: AddressFamily) -> Set<TableElement> {
        Set(
            nodePortAddresses.filter { $0.family == family }
                .map { TableElement(.nodePortAddresses, PackedFields($0)) })
    }
}

extension Set<ServiceChain> {
    /// With the chains that these go on to.
    package var withFollowers: Set<ServiceChain> {
        var all = self
        var waiting = Array(self)
        while let chain = waiting.popLast() {
            for follower in chain.followers where all.insert(follower).inserted {
                waiting.append(follower)
            }
        }
        return all
    }

    /// Each after those it goes on to, and otherwise by name.
    package var ordered: [ServiceChain] {
        func depth(_ chain: ServiceChain) -> Int {
            1 + (chain.followers.map(depth).max() ?? 0)
        }
        return sorted { (depth($0), $0.name) < (depth($1), $1.name) }
    }
}
