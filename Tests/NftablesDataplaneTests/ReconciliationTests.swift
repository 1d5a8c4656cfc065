import NetworkAddress
import Nftables
import NftablesDataplane
import ServiceModel
import Testing

@Suite struct ReconciliationTests {
    let plans = (1...20).map { number in
        Plans.plan(
            number, endpoints: 1...number, nodePort: UInt16(30000 + number),
            affinity: number % 4 == 0 ? 600 : nil)
    }

    /// The table as it would be read after a transaction.
    func observed(_ result: Reconciliation) -> ObservedTable {
        var table = ObservedTable()
        let layout = result.transaction.layout
        table.isThere = true
        for set in layout.sets { table.sets[set.name] = set }
        for plan in layout.baseChains + result.chains.map(layout.plan) {
            table.chains[plan.chain.name] = plan
        }
        TableContents(result.state).forEach { table.elements[$0.identity] = $0.value }
        return table
    }

    func reconcile(
        _ plans: [ServicePortPlan], _ table: ObservedTable, _ surroundings: Surroundings = .init()
    ) -> Reconciliation {
        Reconciliation(
            plans, surroundings,
            layout: TableLayout(
                family: .ipv4, options: DataplaneOptions(), surroundings: surroundings),
            observed: table)
    }

    @Test func `nothing changed means nothing to send`() {
        let first = reconcile(plans, ObservedTable())
        #expect(first.transaction.createsTable)
        #expect(reconcile(plans, observed(first)).transaction.isEmpty)
    }

    @Test func `numbers, indices and codes of the kernel are kept`() {
        let before = reconcile(plans, ObservedTable())
        var changed = plans
        changed[19] = Plans.plan(20, endpoints: 2...20, nodePort: 30020, affinity: 600)
        let after = reconcile(changed, observed(before)).transaction
        #expect(after.difference.added.count <= 3)
        #expect(after.difference.added.allSatisfy { $0.set == .endpoints })
    }

    @Test func `a lost element comes back and a strange one goes`() throws {
        let first = reconcile(plans, ObservedTable())
        var table = observed(first)
        let lost = try #require(table.elements.keys.first { $0.set == .services })
        table.elements[lost] = nil
        table.elements[TableElement.Identity(set: .clusterIPs, key: PackedFields())] =
            TableElement.Value.none
        let repair = reconcile(plans, table).transaction
        #expect(repair.difference.added.map(\.identity) == [lost])
        #expect(repair.difference.deleted.map(\.set) == [.clusterIPs])
    }

    @Test func `a chain with other rules is rewritten and an unused one goes`() {
        var table = observed(reconcile(plans, ObservedTable()))
        table.chains["services"]?.rules.removeLast()
        table.chains["nat-output"] = nil
        table.chains["external-pick-1024"] = Plans.layout.plan(
            of: .program(.external(EndpointChooser(.random(bits: 10)))))
        let repair = reconcile(plans, table).transaction
        #expect(repair.rewrittenChains.map(\.chain.name) == ["services"])
        #expect(repair.newChains.map(\.chain.name) == ["nat-output"])
        #expect(repair.obsoleteChains == ["external-pick-1024"])
    }

    @Test func `a table of another layout is replaced in the same batch`() {
        var table = observed(reconcile(plans, ObservedTable()))
        table.sets["endpoints"]?.key = .types([.ipv4Address])
        let repair = reconcile(plans, table).transaction
        #expect(repair.replacesTable)
        #expect(repair.newSets.count == SetName.allCases.count)
    }

    @Test func `a new Service range rewrites one chain`() throws {
        let first = reconcile(plans, ObservedTable())
        let range = Surroundings(serviceCIDRs: [try #require(IPPrefix("10.96.0.0/16"))])
        let after = reconcile(plans, observed(first), range).transaction
        #expect(after.rewrittenChains.map(\.chain.name) == ["cluster-addresses"])
        #expect(after.difference.isEmpty)
    }

    @Test func `what the kernel has is kept even where a fresh load would do otherwise`() {
        // Numbers and codes in another order than names give them.
        var state = TableState(family: .ipv4)
        var changes = ElementChanges()
        for plan in plans.reversed() {
            state.update(
                ServiceTable.Change(name: plan.name, old: nil, plan: plan), into: &changes)
        }
        var table = observed(reconcile(plans, ObservedTable()))
        table.elements = FakeTable(state).elements
        for chain in state.codes.chains {
            let plan = Plans.layout.plan(of: chain)
            table.chains[plan.chain.name] = plan
        }
        #expect(reconcile(plans, table).transaction.isEmpty)
    }

    @Test func `the first change after a load is that change alone`() {
        var state = reconcile(plans, ObservedTable()).state
        var changes = ElementChanges()
        let plan = Plans.plan(3, endpoints: [1, 2, 30], nodePort: 30003)
        state.update(
            ServiceTable.Change(name: plan.name, old: plans[2], plan: plan), into: &changes)
        let hasOtherChains = state.settleCodes(into: &changes)
        #expect(!hasOtherChains)
        #expect(Set(changes.settled().added.map(\.set)) == [.endpoints, .hairpins])
    }

    @Test func `two runs write the same bytes, whatever the order of the plans`() throws {
        let one = try reconcile(plans, ObservedTable()).transaction.batch().encoded()
        let other = try reconcile(plans.reversed(), ObservedTable()).transaction.batch().encoded()
        #expect(one == other)
    }
}
