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

        state = Self.state(plans, found.findings(layout.family), layout.family)
        var ignored = ElementChanges()
        state.setSurroundings(surroundings.elements(layout.family), into: &ignored)
        // All codes are among the contents: the next change is not to bring them again.
        _ = state.settleCodes(into: &ignored)
        let contents = TableContents(state)
        if found.elements.isEmpty {
            transaction.load = contents
        } else {
            transaction.difference = Self.difference(contents, found.elements)
        }

        chains = state.codes.chains
        arrangeChains(layout, found)
    }

    /// Numbers that stand in the kernel come before new ones, which might take them; and all by
    /// name, so that two runs give the same numbers.
    private static func state(
        _ plans: [ServicePortPlan], _ findings: ObservedTable.Findings, _ family: AddressFamily
    ) -> TableState {
        var state = TableState(
            family: family,
            codes: ProgramCodes(programs: findings.programs, memories: findings.memories))
        let ordered = plans.sorted { $0.name < $1.name }
        let numbers = ordered.map { state.adopt(number: findings.port(of: $0)) }
        for (plan, number) in zip(ordered, numbers) {
            state.adopt(plan, number: number, slots: findings.slots(ofPort: number))
        }
        return state
    }

    private static func difference(
        _ contents: TableContents, _ found: [TableElement.Identity: TableElement.Value]
    ) -> ElementDifference {
        var difference = ElementDifference()
        var rest = found
        contents.forEach { element in
            let known = rest.removeValue(forKey: element.identity)
            guard known != element.value else { return }
            if let known {
                difference.deleted.append(TableElement(element.set, element.key, known))
            }
            difference.added.append(element)
        }
        for (identity, value) in rest.sorted(by: { $0.key < $1.key }) {
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

extension Surroundings {
    /// The elements of one family's table that they make.
    package func elements(_ family: AddressFamily) -> Set<TableElement> {
        Set(
            nodePortAddresses.filter { $0.family == family }
                .map { TableElement(.nodePortAddresses, PackedFields($0)) })
    }
}
