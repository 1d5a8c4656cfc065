import NetworkAddress
import Nftables
import NftablesDataplane
import ServiceModel
import Testing

@Suite struct RepairBatchTests {
    let state: TableState
    let own: TableReference = Plans.layout.table

    init() {
        var state = TableState(family: .ipv4)
        var changes = ElementChanges()
        for number in 1...20 {
            var plan = Plans.plan(
                number, endpoints: 1...number, nodePort: UInt16(30000 + number),
                isExternal: number == 7, affinity: number % 4 == 0 ? 600 : nil)
            if number == 7 {
                plan.frontends[1].kind = .loadBalancer
                plan.allowedSources = [IPPrefix(Plans.endpoint(9).address)]
            }
            state.update(
                ServiceTable.Change(name: plan.name, old: nil, plan: plan), into: &changes)
        }
        _ = state.settleCodes(into: &changes)
        let address = IPAddress.v4(IPv4Address(192, 0, 2, 1))
        state.setSurroundings(
            Surroundings(nodePortAddresses: [address]).elements(.ipv4), into: &changes)
        self.state = state
    }

    func elements(_ set: SetName) -> [TableElement] {
        FakeTable(state).elements.filter { $0.key.set == set }
            .map { TableElement(set, $0.key.key, $0.value) }.sorted { $0.identity < $1.identity }
    }

    func added(_ element: TableElement) -> NftablesEvent {
        .addedElements([element.element], set: element.set.name, own)
    }

    func deleted(_ element: TableElement) -> NftablesEvent {
        .deletedElements([element.element], set: element.set.name, own)
    }

    func touch(_ events: NftablesEvent...) -> TableTouch {
        var touch = TableTouch()
        for event in events { touch.note(event) }
        return touch
    }

    func repair(_ events: NftablesEvent...) -> ElementDifference {
        var touch = TableTouch()
        for event in events { touch.note(event) }
        #expect(!touch.isUnbounded)
        return state.difference(after: touch.elements(.ipv4))
    }

    @Test(arguments: SetName.allCases.filter { $0 != .affinities })
    func `what went comes back, whatever the set`(set: SetName) throws {
        // In this state everybody is served.
        if [.refused, .refusedNodePorts, .dropped].contains(set) { return }
        let element = try #require(elements(set).last)
        let lost = repair(deleted(element))
        #expect(lost.added == [element] && lost.deleted.isEmpty)
        // Gone and back again is nothing; back with another value is put right.
        #expect(repair(deleted(element), added(element)).isEmpty)
        let gone = repair(added(element), deleted(element))
        #expect(gone.added == [element] && gone.deleted.isEmpty)
    }

    @Test func `what nobody asked for goes`() throws {
        let key = try #require(elements(.services).first).key
        let strange = TableElement(.refused, key)
        #expect(repair(added(strange)).deleted == [strange])
        #expect(repair(added(strange)).added.isEmpty)
        #expect(repair(added(strange), deleted(strange)).isEmpty)
    }

    @Test func `what says something else is replaced`() throws {
        let (one, other) = (elements(.services)[0], elements(.services)[1])
        let wrong = TableElement(.services, one.key, other.value)
        let difference = repair(deleted(one), added(wrong))
        #expect(difference.deleted == [wrong] && difference.added == [one])
    }

    @Test func `a flushed map is written again`() {
        let all = elements(.endpoints)
        var touch = TableTouch()
        for element in all { touch.note(deleted(element)) }
        #expect(state.difference(after: touch.elements(.ipv4)).added == all)
    }

    @Test func `clients are looked at where endpoints were others for a while`() throws {
        let remembered = try #require(
            elements(.endpoints).first {
                ServiceNumber(rawValue: $0.key.native(at: 0)).code != 0
            })
        let wrong = TableElement(
            .endpoints, remembered.key, .fields(PackedFields(Plans.endpoint(99))))
        let misled = state.clients(misledBy: repair(deleted(remembered), added(wrong)))
        #expect(Array(misled.keys) == [remembered.key.native(at: 0)])
        #expect(state.clients(misledBy: repair(deleted(remembered))).isEmpty)
    }

    @Test func `more than elements of known sets means reading everything`() throws {
        let element = try #require(elements(.services).first)
        let chain = try #require(Plans.layout.baseChains.first)
        for event: NftablesEvent in [
            .overrun, .deletedTable(Plans.layout.ownTable), .addedChain(chain.chain),
            .deletedSet(Plans.layout.set(.services)),
            .deletedElements([], set: "affinities", own),
            .addedElements([element.element], set: "unknown", own),
            .addedElements([.catchAll()], set: "refused", own),
        ] {
            #expect(touch(deleted(element), event).isUnbounded, "\(event)")
            var whole = touch(deleted(element))
            whole.append(touch(event))
            #expect(whole.isUnbounded)
        }
        let many = Array(repeating: element.element, count: TableTouch.mostElements + 1)
        #expect(touch(.deletedElements(many, set: "services", own)).isUnbounded)
    }

    @Test func `others' tables and the other family's are not this one's business`() throws {
        let element = try #require(elements(.services).first)
        let elsewhere = TableReference(.ip, "other")
        #expect(touch(.deletedElements([element.element], set: "services", elsewhere)).isEmpty)
        #expect(touch(.deletedTable(Table(.ip, "other"))).isEmpty)
        let other = touch(
            .deletedElements([element.element], set: "services", TableLayout.table(.ipv6)))
        #expect(other.elements(.ipv4).isEmpty && !other.elements(.ipv6).isEmpty)
    }

    @Test func `what happened later counts`() throws {
        let element = try #require(elements(.services).first)
        var all = touch(deleted(element))
        all.append(touch(added(element)))
        #expect(state.difference(after: all.elements(.ipv4)).isEmpty)
    }
}
