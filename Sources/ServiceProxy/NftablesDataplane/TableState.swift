import NetworkAddress
import ServiceModel

/// What the sets of one family's table hold, as elements' causes: kept while the daemon runs, so
/// that a change of one Service port costs what that port is, and nothing of the kernel is read.
package struct TableState: Sendable {
    package let family: AddressFamily
    package private(set) var ports: [ServicePortName: ProgrammedPort] = [:]
    private var shared: [TableElement.Identity: Int] = [:]
    /// Plain elements that come from the node and not from Services.
    package private(set) var surroundings: Set<TableElement> = []
    private var groups = AffinityGroups()
    /// Affinity groups that lost an endpoint, and who may still have clients of theirs.
    private var disturbed: [UInt32: Set<SocketEndpoint>] = [:]

    package init(family: AddressFamily) {
        self.family = family
    }

    /// Brings one Service port to its new plan and notes what that changes.
    package mutating func update(_ change: ServiceTable.Change, into changes: inout ElementChanges)
    {
        let old = ports[change.name]
        let new = change.plan.map { plan -> ProgrammedPort in
            var slots = old?.slots ?? EndpointSlots()
            slots.update(to: plan.clusterEndpoints.map(\.endpoint))
            return ProgrammedPort(plan: plan, slots: slots, affinityGroup: old?.affinityGroup)
        }
        set(change.name, to: new, from: old, &changes)
    }

    /// Puts a Service port in as it was found in the kernel: indices and affinity group stay.
    package mutating func adopt(
        _ plan: ServicePortPlan, slots: [Int: SocketEndpoint], group: UInt32?
    ) {
        let slots = EndpointSlots(found: slots, wanted: plan.clusterEndpoints.map(\.endpoint))
        var port = ProgrammedPort(plan: plan, slots: slots)
        if port.sticks {
            port.affinityGroup = group.flatMap { groups.adopt($0) ? $0 : nil } ?? groups.take()
        }
        for element in port.elements(in: ProgrammedPort.sharedSets) {
            shared[element.identity, default: 0] += 1
        }
        ports[plan.name] = port
    }

    private mutating func set(
        _ name: ServicePortName, to new: ProgrammedPort?, from old: ProgrammedPort?,
        _ changes: inout ElementChanges
    ) {
        var new = new
        let sticks = new?.sticks == true
        if sticks, new?.affinityGroup == nil {
            new?.affinityGroup = groups.take()
        } else if !sticks, let group = new?.affinityGroup ?? old?.affinityGroup {
            groups.release(group)
            new?.affinityGroup = nil
        }
        ports[name] = new
        noteDisturbance(new, old)
        var before: [TableElement.Identity: TableElement.Value] = [:]
        for element in old?.elements(in: ProgrammedPort.ownSets) ?? [] {
            before[element.identity] = element.value
        }
        for element in new?.elements(in: ProgrammedPort.ownSets) ?? [] {
            let known = before.removeValue(forKey: element.identity)
            guard known != element.value else { continue }
            if let known { changes.delete(TableElement(element.set, element.key, known)) }
            changes.add(element)
        }
        for (identity, value) in before {
            changes.delete(TableElement(identity.set, identity.key, value))
        }
        count(new, old, &changes)
    }

    private mutating func noteDisturbance(_ new: ProgrammedPort?, _ old: ProgrammedPort?) {
        guard let old, let group = old.affinityGroup else { return }
        let left =
            new?.affinityGroup == group ? Set(new?.plan.clusterEndpoints.map(\.endpoint) ?? []) : []
        guard old.plan.clusterEndpoints.map(\.endpoint).contains(where: { !left.contains($0) })
        else { return }
        disturbed[group] = left
    }

    /// The affinity groups that lost an endpoint since the last call, and who may keep clients.
    package mutating func takeDisturbed() -> [UInt32: Set<SocketEndpoint>] {
        defer { disturbed = [:] }
        return disturbed
    }

    /// Every affinity group, and who may have clients.
    package var affinityGroups: [UInt32: Set<SocketEndpoint>] {
        var found: [UInt32: Set<SocketEndpoint>] = [:]
        for port in ports.values {
            if let group = port.affinityGroup {
                found[group] = Set(port.plan.clusterEndpoints.map(\.endpoint))
            }
        }
        return found
    }

    /// Shared elements come with their first user and go with their last.
    private mutating func count(
        _ new: ProgrammedPort?, _ old: ProgrammedPort?, _ changes: inout ElementChanges
    ) {
        var users: [TableElement.Identity: Int] = [:]
        for element in new?.elements(in: ProgrammedPort.sharedSets) ?? [] {
            users[element.identity, default: 0] += 1
        }
        for element in old?.elements(in: ProgrammedPort.sharedSets) ?? [] {
            users[element.identity, default: 0] -= 1
        }
        for (identity, difference) in users where difference != 0 {
            let before = shared[identity] ?? 0
            let after = before + difference
            shared[identity] = after == 0 ? nil : after
            if before == 0 { changes.add(TableElement(identity.set, identity.key)) }
            if after == 0 { changes.delete(TableElement(identity.set, identity.key)) }
        }
    }

    /// Replaces what comes from the node: addresses for node ports, Service ranges.
    package mutating func setSurroundings(
        _ elements: Set<TableElement>, into changes: inout ElementChanges
    ) {
        for gone in surroundings.subtracting(elements) { changes.delete(gone) }
        for new in elements.subtracting(surroundings) { changes.add(new) }
        surroundings = elements
    }

    /// Every element the table must hold, set by set, in pieces of one set each.
    package func forEachPiece(_ body: (SetName, [TableElement]) -> Void) {
        var piece: [TableElement] = []
        piece.reserveCapacity(1200)
        for set in SetName.allCases {
            if ProgrammedPort.ownSets.contains(set) {
                for port in ports.values {
                    port.append(set, to: &piece)
                    guard piece.count >= 1000 else { continue }
                    body(set, piece)
                    piece.removeAll(keepingCapacity: true)
                }
            } else {
                for identity in shared.keys where identity.set == set {
                    piece.append(TableElement(set, identity.key))
                }
                piece += surroundings.filter { $0.set == set }
            }
            if !piece.isEmpty { body(set, piece) }
            piece.removeAll(keepingCapacity: true)
        }
    }

    /// Every element the table must hold.
    package func forEachElement(_ body: (TableElement) -> Void) {
        forEachPiece { _, piece in
            for element in piece { body(element) }
        }
    }

    /// How many elements there are.
    package var elementCount: Int {
        ports.values.reduce(shared.count + surroundings.count) { $0 + $1.elementCount }
    }

    /// The chains that elements point to.
    package var chains: Set<ServiceChain> {
        var chains: Set<ServiceChain> = []
        for port in ports.values { port.insertChains(into: &chains) }
        return chains
    }
}
