import NetworkAddress
import ServiceModel

/// What the sets of one family's table hold, as elements' causes: kept while the daemon runs, so
/// that a change of one Service port costs what that port is, and nothing of the kernel is read.
package struct TableState: Sendable {
    package let family: AddressFamily
    package private(set) var ports: [ServicePortName: ProgrammedPort] = [:]
    package private(set) var shared: [TableElement.Identity: Int] = [:]
    /// Plain elements that come from the node and not from Services.
    package private(set) var surroundings: Set<TableElement> = []
    package private(set) var codes: ProgramCodes
    private var numbers = PortNumbers()
    /// Numbers whose clients lost an endpoint, and who may still have clients under them.
    private var disturbed: [UInt32: Set<SocketEndpoint>] = [:]

    package init(family: AddressFamily, codes: ProgramCodes = ProgramCodes()) {
        self.family = family
        self.codes = codes
    }

    // MARK: What stands in the kernel

    /// Keeps the number that a port has in the kernel; nil when it can't.
    package mutating func adopt(number: UInt32?) -> UInt32? {
        guard let number, numbers.adopt(number) else { return nil }
        return number
    }

    /// Puts a Service port in as it was found: what is where it may be stays there.
    ///
    /// - Parameters:
    ///   - number: the port's, already adopted; nil takes a new one.
    ///   - slots: index → endpoint, by scope.
    package mutating func adopt(
        _ plan: ServicePortPlan, number: UInt32?, slots: [EndpointScope: [Int: SocketEndpoint]]
    ) {
        guard let number = number ?? numbers.take() else { return }
        func found(_ scope: EndpointScope) -> EndpointSlots {
            EndpointSlots(found: slots[scope] ?? [:], wanted: plan.wantedPlaces(scope))
        }
        let port = ProgrammedPort(
            plan: plan, number: number,
            slots: (
                plan.hashed(.cluster) ?? found(.cluster), plan.hashed(.local) ?? found(.local)
            ), codes: &codes)
        codes.use(port)
        for element in port.elements(in: ProgrammedPort.sharedSets) {
            shared[element.identity, default: 0] += 1
        }
        ports[plan.name] = port
    }

    // MARK: Changes

    /// Brings one Service port to its new plan and notes what that changes.
    package mutating func update(_ change: ServiceTable.Change, into changes: inout ElementChanges)
    {
        let old = ports[change.name]
        var new: ProgrammedPort?
        if let plan = change.plan, let number = old?.number ?? numbers.take() {
            let slots = plan.slots(after: old)
            new = ProgrammedPort(plan: plan, number: number, slots: slots, codes: &codes)
            if new?.isShortOfCodes == true, settleCodes(into: &changes) {
                new = ProgrammedPort(plan: plan, number: number, slots: slots, codes: &codes)
            }
        }
        if let new { codes.use(new) }
        if let old { codes.leave(old) }
        if new == nil, let number = old?.number { numbers.release(number) }
        ports[change.name] = new
        noteDisturbance(new, old)
        note(new, old, &changes)
        noteSlots(new, old, &changes)
        count(new, old, &changes)
    }

    /// Codes come with their first user and go with their last.
    ///
    /// To be called once a batch, so that what goes and comes again in it stays.
    ///
    /// - Returns: whether there are other chains now.
    package mutating func settleCodes(into changes: inout ElementChanges) -> Bool {
        let added = codes.takeAdded()
        for (chain, code) in added { changes.add(TableElement(chain, code: code)) }
        let gone = codes.releaseUnused()
        for (chain, code) in gone { changes.delete(TableElement(chain, code: code)) }
        return !added.isEmpty || !gone.isEmpty
    }

    private func note(
        _ new: ProgrammedPort?, _ old: ProgrammedPort?, _ changes: inout ElementChanges
    ) {
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
    }

    /// Index by index: where the number stays, only what moved is written.
    private func noteSlots(
        _ new: ProgrammedPort?, _ old: ProgrammedPort?, _ changes: inout ElementChanges
    ) {
        for scope in EndpointScope.allCases {
            let before = old?.slots(scope).endpoints ?? []
            let after = new?.slots(scope).endpoints ?? []
            let keeps = old?.number(scope) == new?.number(scope)
            for index in 0..<max(before.count, after.count) {
                let known = index < before.count ? before[index] : nil
                let wanted = index < after.count ? after[index] : nil
                if keeps, known == wanted { continue }
                if let known, let old { changes.delete(old.slot(scope, index, known)) }
                if let wanted, let new { changes.add(new.slot(scope, index, wanted)) }
            }
        }
    }

    private mutating func noteDisturbance(_ new: ProgrammedPort?, _ old: ProgrammedPort?) {
        guard let old, old.memory != nil else { return }
        let left = Dictionary(
            (new?.clients ?? []).map { ($0.number, $0.endpoints) }, uniquingKeysWith: { $1 })
        for (number, endpoints) in old.clients {
            let allowed = left[number] ?? []
            if !endpoints.isSubset(of: allowed) { disturbed[number] = allowed }
        }
    }

    /// The numbers that lost an endpoint since the last call, and who may keep clients.
    package mutating func takeDisturbed() -> [UInt32: Set<SocketEndpoint>] {
        defer { disturbed = [:] }
        return disturbed
    }

    /// Every number under which clients are remembered, and who may have some.
    package var clients: [UInt32: Set<SocketEndpoint>] {
        var found: [UInt32: Set<SocketEndpoint>] = [:]
        for port in ports.values {
            for (number, endpoints) in port.clients { found[number] = endpoints }
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

    /// Replaces what comes from the node: the addresses for node ports.
    package mutating func setSurroundings(
        _ elements: Set<TableElement>, into changes: inout ElementChanges
    ) {
        for gone in surroundings.subtracting(elements) { changes.delete(gone) }
        for new in elements.subtracting(surroundings) { changes.add(new) }
        surroundings = elements
    }
}

extension ServicePortPlan {
    /// The places of a scope that some frontend leads to.
    func wantedPlaces(_ scope: EndpointScope) -> [SocketEndpoint] {
        scopes.contains(scope) ? places(scope) : []
    }

    /// Where everyone is now, after where they were.
    fileprivate func slots(
        after old: ProgrammedPort?
    ) -> (cluster: EndpointSlots, local: EndpointSlots) {
        func next(_ scope: EndpointScope, _ before: EndpointSlots?) -> EndpointSlots {
            if let hashed = hashed(scope) { return hashed }
            var slots = before ?? EndpointSlots()
            slots.update(to: wantedPlaces(scope))
            return slots
        }
        return (next(.cluster, old?.clusterSlots), next(.local, old?.localSlots))
    }

    /// Where everyone is when the client's address decides; nil when chance does.
    func hashed(_ scope: EndpointScope) -> EndpointSlots? {
        guard method == .sourceHash else { return nil }
        var slots = EndpointSlots()
        if scopes.contains(scope) { slots.replace(with: SourceHash.table(endpoints(scope))) }
        return slots
    }
}
