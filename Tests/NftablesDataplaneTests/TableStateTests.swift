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
        _ = state.settleCodes(into: &changes)
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

    @Test func `a number changes only with the power of two`() {
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
        #expect(Set(none.added.map(\.set)) == [.refused, .refusedNodePorts])
        #expect(
            Set(none.deleted.map(\.set)) == [
                .services, .endpoints, .nodePorts, .programs, .hairpins,
            ])
    }

    @Test func `all addresses of a port share its endpoints and its clients' memory`() {
        var state = TableState(family: .ipv4)
        let first = difference(
            &state, Plans.plan(1, endpoints: 1...2, nodePort: 30001, isExternal: true, affinity: 30)
        )
        func numbers(_ set: SetName) -> [ServiceNumber] {
            first.added.filter { $0.set == set }.map {
                guard case .fields(let fields) = $0.value else { return ServiceNumber(rawValue: 0) }
                return ServiceNumber(rawValue: fields.native(at: 0))
            }
        }
        let all = numbers(.services) + numbers(.nodePorts)
        #expect(all.count == 3)
        #expect(Set(all.map(\.port)).count == 1)
        #expect(Set(all.map(\.code)).count == 2)
        #expect(first.added.filter { $0.set == .endpoints }.count == 2)
        #expect(
            state.codes.chains.ordered.map(\.name) == [
                "cluster-stick-2-30s", "external-stick-2-30s", "remember-30s",
            ])
    }

    @Test func `a program goes with its last user`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...3), Plans.plan(2, endpoints: 1...3))
        let one = difference(&state, Plans.plan(1, endpoints: 1...5))
        #expect(one.added.filter { $0.set == .programs }.map(\.value) == [.chain("cluster-pick-8")])
        #expect(!one.deleted.contains { $0.set == .programs })
        let other = difference(&state, Plans.plan(2, endpoints: 1...5))
        #expect(
            other.deleted.filter { $0.set == .programs }.map(\.value) == [.chain("cluster-pick-4")])
    }

    @Test func `policy Local keeps its endpoints apart, under a number of their own`() {
        var state = TableState(family: .ipv4)
        var plan = Plans.plan(1, endpoints: 1...3, nodePort: 30001)
        plan.externalPolicy = .local
        plan.localEndpoints = [WeightedEndpoint(Plans.endpoint(2))]
        let both = difference(&state, plan)
        let scopes = both.added.filter { $0.set == .endpoints }.map {
            ServiceNumber(rawValue: $0.key.native(at: 0)).scope
        }
        #expect(scopes.filter { $0 == .local }.count == 1)
        #expect(scopes.filter { $0 == .cluster }.count == 3)
        plan.localEndpoints = []
        let none = difference(&state, plan)
        #expect(none.deleted.filter { $0.set == .endpoints }.count == 1)
        #expect(none.added.filter { $0.set == .endpoints }.isEmpty)
        #expect(!(none.added + none.deleted).contains { $0.set == .refusedNodePorts })
        plan.internalPolicy = .local
        let dropped = difference(&state, plan)
        #expect(Set(dropped.added.map(\.set)) == [.dropped])
    }

    @Test func `only those of the source ranges may use a load-balancer address`() throws {
        var state = TableState(family: .ipv4)
        var plan = Plans.plan(1, endpoints: [1], isExternal: true)
        plan.frontends[1].kind = .loadBalancer
        plan.allowedSources = try ["10.0.0.0/8", "10.1.0.0/16", "fd00::/8", "192.0.2.1/32"].map {
            try #require(IPPrefix($0))
        }
        let added = difference(&state, plan).added
        #expect(added.filter { $0.set == .firewalled }.count == 1)
        // What lies within another is told by that one; the other family is told elsewhere.
        #expect(added.filter { $0.set == .allowedSources }.count == 2)
        let elements = added.filter { $0.set == .allowedSources }
        for element in elements {
            #expect(TableElement(element.element, in: .allowedSources) == element)
        }
        plan.allowedSources = []
        let closed = difference(&state, plan)
        #expect(closed.added.isEmpty)
        #expect(closed.deleted.count == 2)
    }

    @Test func `a client's address decides by a table that follows the endpoints`() {
        var state = TableState(family: .ipv4)
        var plan = Plans.plan(1, endpoints: 1...4)
        plan.method = .sourceHash
        let first = difference(&state, plan).added.filter { $0.set == .endpoints }
        #expect(first.count == SourceHash.table(plan.clusterEndpoints).count)
        var less = Plans.plan(1, endpoints: 1...3)
        less.method = .sourceHash
        let moved = difference(&state, less).added.filter { $0.set == .endpoints }
        #expect(moved.count < first.count / 3)
    }

    @Test func `weights are places, divided by what they have in common`() {
        var state = TableState(family: .ipv4)
        var plan = Plans.plan(1, endpoints: [])
        plan.clusterEndpoints = [
            WeightedEndpoint(Plans.endpoint(1), weight: 30),
            WeightedEndpoint(Plans.endpoint(2), weight: 10),
        ]
        let added = difference(&state, plan).added.filter { $0.set == .endpoints }
        #expect(added.count == 4)
        let first = added.filter { $0.value == .fields(PackedFields(Plans.endpoint(1))) }
        #expect(first.count == 3)
    }

    @Test func `an endpoint that goes disturbs its clients`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...3, affinity: 30))
        #expect(state.takeDisturbed().isEmpty)
        _ = difference(&state, Plans.plan(1, endpoints: 1...2, affinity: 30))
        #expect(state.takeDisturbed().values.first == Set((1...2).map(Plans.endpoint)))
        _ = difference(&state, Plans.plan(1, endpoints: 1...2))
        #expect(state.takeDisturbed().values.first == [])
        #expect(state.clients.isEmpty)
    }

    @Test func `what comes and goes in one batch is no change`() {
        var state = TableState(family: .ipv4)
        _ = difference(&state, Plans.plan(1, endpoints: 1...3))
        let back = difference(
            &state, Plans.plan(1, endpoints: []), Plans.plan(2, endpoints: [4]),
            Plans.plan(1, endpoints: 1...3), Plans.plan(2, endpoints: []))
        #expect(back.deleted.isEmpty)
        #expect(Set(back.added.map(\.set)) == [.refused, .clusterIPs])
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
        let deleted = handed.deleted.filter { $0.set == .services }
        let added = handed.added.filter { $0.set == .services }
        #expect(deleted.count == 1)
        #expect(deleted.map(\.key) == added.map(\.key))
        #expect(deleted.map(\.value) != added.map(\.value))
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
            _ = state.settleCodes(into: &changes)
            table.apply(changes.settled())
            #expect(table.elements == FakeTable(state).elements)
        }
        #expect(table.refusals == [])
        let fresh = Reconciliation(
            wanted.keys.sorted().compactMap { wanted[$0] }, Surroundings(), layout: Plans.layout,
            observed: ObservedTable())
        #expect(
            CanonicalElements(table.elements) == CanonicalElements(FakeTable(fresh.state).elements))
        #expect(Set(fresh.chains.map(\.name)) == Set(state.codes.chains.map(\.name)))
        // And read back from the kernel it is as it should be: nothing to do.
        var observed = ObservedTable()
        observed.elements = table.elements
        let again = Reconciliation(
            Array(wanted.values), Surroundings(), layout: Plans.layout, observed: observed)
        #expect(
            CanonicalElements(FakeTable(again.state).elements) == CanonicalElements(table.elements))
    }

    /// A Service port of any kind, or none.
    func random(_ number: Int, _ numbers: inout SplitMix) -> ServicePortPlan? {
        func chance(_ of: UInt64) -> Bool { numbers.next() % of == 0 }
        if chance(8) { return nil }
        let hosts = (0..<Int(numbers.next() % 12)).map { _ in Int(numbers.next() % 20) }
        var plan = Plans.plan(
            number, endpoints: Set(hosts), nodePort: chance(2) ? UInt16(30000 + number) : nil,
            isExternal: chance(3), affinity: chance(3) ? [30, 60][Int(numbers.next() % 2)] : nil)
        if chance(2) { plan.externalPolicy = .local }
        if chance(4) { plan.internalPolicy = .local }
        plan.localEndpoints = plan.clusterEndpoints.filter { _ in chance(3) }
        if chance(3) {
            plan.clusterEndpoints = plan.clusterEndpoints.map {
                WeightedEndpoint($0.endpoint, weight: UInt16(1 + numbers.next() % 4))
            }
        }
        if chance(10) { plan.method = .sourceHash }
        if chance(4) {
            for index in plan.frontends.indices where plan.frontends[index].kind == .externalIP {
                plan.frontends[index].kind = .loadBalancer
            }
            plan.allowedSources = hosts.map { IPPrefix(Plans.endpoint($0).address) }
        }
        return plan
    }
}
