import NetworkAddress
import NftablesDataplane
import ServiceModel
import Testing

@Suite struct TableStateTests {
    func change(_ plan: ServicePortPlan) -> ServiceTable.Change {
        ServiceTable.Change(name: plan.name, old: nil, plan: plan)
    }

    func difference(
        _ state: inout TableState, _ plans: ServicePortPlan...
    ) -> ElementDifference {
        var changes = ElementChanges()
        for plan in plans { state.update(change(plan), into: &changes) }
        return changes.settled()
    }

    @Test func `an endpoint more within a power of two is one element and one hairpin`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...5))
        let more = difference(&state, Plans.plan(1, endpoints: 1...6))
        #expect(more.deleted.isEmpty)
        #expect(
            more.added.map(\.set).sorted { $0.rawValue < $1.rawValue } == [.endpoints, .hairpins])
    }

    @Test func `an endpoint less is two elements rewritten at most`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...7))
        let less = difference(&state, Plans.plan(1, endpoints: [1, 2, 4, 5, 6, 7]))
        #expect(less.deleted.filter { $0.set == .endpoints }.count == 2)
        #expect(less.added.filter { $0.set == .endpoints }.count == 1)
        #expect(less.added.allSatisfy { $0.set == .endpoints })
    }

    @Test func `a verdict changes only with the power of two`() {
        var state = TableState(family: .ipv4)
        var crossings: [Int] = []
        for count in 1...33 {
            let step = difference(&state, Plans.plan(1, endpoints: 1...count))
            if step.added.contains(where: { $0.set == .services }) { crossings.append(count) }
        }
        #expect(crossings == [1, 2, 3, 5, 9, 17, 33])
    }

    @Test func `without an endpoint the target is refused, in place of being served`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: [1], nodePort: 30001))
        let none = difference(&state, Plans.plan(1, endpoints: [], nodePort: 30001))
        #expect(Set(none.added.map(\.set)) == [.noEndpoints, .noEndpointsNodePorts])
        #expect(
            Set(none.deleted.map(\.set)) == [
                .services, .endpoints, .nodePorts, .nodePortEndpoints, .hairpins,
            ])
    }

    @Test func `all addresses of a port share one affinity group`() {
        var state = TableState(family: .ipv4)
        let first = difference(
            &state, Plans.plan(1, endpoints: 1...2, nodePort: 30001, isExternal: true, affinity: 30)
        )
        let groups = first.added.filter {
            $0.set == .affinityGroups || $0.set == .nodePortAffinityGroups
        }
        #expect(groups.count == 3)
        #expect(Set(groups.map(\.value)).count == 1)
        let chains = first.chains.map(\.name).sorted()
        #expect(chains == ["external-stick-2", "node-port-stick-2", "remember-30s", "stick-2"])
    }

    @Test func `an endpoint that goes disturbs its affinity group`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...3, affinity: 30))
        #expect(state.takeDisturbed().isEmpty)
        _ = difference(&state, Plans.plan(1, endpoints: 1...2, affinity: 30))
        #expect(state.takeDisturbed().values.first == Set((1...2).map(Plans.endpoint)))
        _ = difference(&state, Plans.plan(1, endpoints: 1...2))
        #expect(state.takeDisturbed().values.first == [])
        #expect(state.affinityGroups.isEmpty)
    }

    @Test func `what comes and goes in one batch is no change`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...3))
        let back = difference(
            &state, Plans.plan(1, endpoints: []), Plans.plan(2, endpoints: [4]),
            Plans.plan(1, endpoints: 1...3), Plans.plan(2, endpoints: []))
        #expect(back.deleted.isEmpty)
        #expect(Set(back.added.map(\.set)) == [.noEndpoints, .clusterIPs])
    }

    @Test(arguments: [true, false])
    func `an address goes to another Service in one batch`(isNewFirst: Bool) {
        var state = TableState(family: .ipv4)
        var old = Plans.plan(1, endpoints: [1])
        _ = difference(&state, old)
        var new = Plans.plan(2, endpoints: [2])
        new.frontends = old.frontends
        old.frontends = []
        let handed =
            isNewFirst ? difference(&state, new, old) : difference(&state, old, new)
        let deleted = handed.deleted.filter { $0.set == .endpoints }
        let added = handed.added.filter { $0.set == .endpoints }
        #expect(deleted.map(\.value) == [.fields(PackedFields(Plans.endpoint(1)))])
        #expect(added.map(\.value) == [.fields(PackedFields(Plans.endpoint(2)))])
        #expect(!(handed.deleted + handed.added).contains { $0.set == .services })
        #expect(!(handed.deleted + handed.added).contains { $0.set == .clusterIPs })
    }

    @Test(arguments: [1, 2, 3])
    func `random changes leave what a fresh load makes`(seed: Int) {
        var numbers = SplitMix(state: UInt64(seed))
        var state = TableState(family: .ipv4)
        var table = FakeTable()
        var wanted: [Int: ServicePortPlan] = [:]
        for _ in 0..<600 {
            var changes = ElementChanges()
            for _ in 0...Int(numbers.next() % 3) {
                let number = Int(numbers.next() % 8)
                wanted[number] = random(number, &numbers)
                state.update(
                    ServiceTable.Change(
                        name: Plans.name(number), old: nil, plan: wanted[number]),
                    into: &changes)
            }
            table.apply(changes.settled())
            #expect(state.elementCount == table.elements.count)
            #expect(table.elements == FakeTable(state).elements)
        }
        #expect(table.refusals == [])
        let fresh = Reconciliation(
            wanted.keys.sorted().compactMap { wanted[$0] }, Surroundings(), layout: Plans.layout,
            observed: ObservedTable())
        #expect(canonical(table) == canonical(FakeTable(fresh.state)))
    }

    /// A Service port of any kind, or none.
    func random(_ number: Int, _ numbers: inout SplitMix) -> ServicePortPlan? {
        if numbers.next() % 8 == 0 { return nil }
        let hosts = (0..<Int(numbers.next() % 12)).map { _ in Int(numbers.next() % 20) }
        return Plans.plan(
            number, endpoints: Set(hosts),
            nodePort: numbers.next() % 2 == 0 ? UInt16(30000 + number) : nil,
            isExternal: numbers.next() % 3 == 0, affinity: numbers.next() % 3 == 0 ? 30 : nil)
    }

    /// The elements without what history decides: which index an endpoint has, which number a
    /// group.
    func canonical(_ table: FakeTable) -> [TableElement: Int] {
        var counts: [TableElement: Int] = [:]
        for (identity, value) in table.elements {
            var element = TableElement(identity.set, identity.key, value)
            switch identity.set {
            case .endpoints, .nodePortEndpoints:
                element.identity.key = identity.key.prefix(words: identity.key.count / 4 - 1)
            case .affinityGroups, .nodePortAffinityGroups: element.value = .none
            case .affinityTimeouts: element.identity.key = PackedFields()
            default: break
            }
            counts[element, default: 0] += 1
        }
        return counts
    }
}
