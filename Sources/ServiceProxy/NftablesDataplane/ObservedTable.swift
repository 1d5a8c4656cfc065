import NetworkAddress
import Nftables
import ServiceModel

/// One family's table as the kernel has it.
package struct ObservedTable: Sendable {
    /// The sets that are there, by name; nil when there is no table.
    package var sets: [String: NftSet] = [:]
    /// The chains that are there, with their rules.
    package var chains: [ChainName: ChainPlan] = [:]
    /// The elements of the sets we know, less what the kernel filled itself.
    package var elements: [TableElement.Identity: TableElement.Value] = [:]
    /// Elements that none of ours could be, by set: they must go.
    package var strangers: [SetName: [Element]] = [:]
    /// Whether there is a table at all.
    package var isThere = false
    /// The ruleset's generation when it was read.
    package var generation: UInt32 = 0

    /// A table that isn't there.
    package init() {}

    /// Reads our own table, and nobody else's.
    ///
    /// Throws `DataplaneError` when the table of our name is not ours.
    package static func observe(
        _ layout: TableLayout, _ socket: NftablesSocket
    ) throws -> ObservedTable {
        var observed = ObservedTable()
        observed.generation = try socket.generation().id
        let table = layout.table
        guard let found = try socket.tables(table.family).first(where: { $0.reference == table })
        else { return observed }
        guard found.comment == TableLayout.ownershipSign else {
            throw DataplaneError.foreignTable(table)
        }
        observed.isThere = true
        for set in try socket.sets(in: table) { observed.sets[set.name] = set }
        for chain in try socket.chains(in: table) {
            observed.chains[chain.name] = ChainPlan(chain: chain, rules: [])
        }
        for rule in try socket.rules(in: table) { observed.chains[rule.chain]?.rules.append(rule) }
        for name in SetName.allCases where name != .affinities {
            guard let set = observed.sets[name.name], layout.fits(set, name) else { continue }
            for element in try socket.elements(of: set) { observed.take(element, name) }
        }
        return observed
    }

    private mutating func take(_ element: Element, _ name: SetName) {
        guard let own = TableElement(element, in: name) else {
            strangers[name, default: []].append(element)
            return
        }
        elements[own.identity] = own.value
    }

    /// What stands in the kernel, which is worth keeping as it is.
    package func findings(_ family: AddressFamily) -> Findings {
        var findings = Findings()
        for (identity, value) in elements {
            switch (identity.set, value) {
            case (.endpoints, .fields(let fields)):
                let number = ServiceNumber(rawValue: identity.key.native(at: 0))
                let base = ServiceNumber(port: number.port, number.scope)
                findings.slots[base, default: [:]][Int(identity.key.native(at: 1))] =
                    fields.endpoint(family)
            case (.services, .fields(let fields)), (.nodePorts, .fields(let fields)),
                (.firewalled, .fields(let fields)):
                let number = ServiceNumber(rawValue: fields.native(at: 0))
                if number.isSigned { findings.ports[identity.key] = number.port }
            case (.programs, .chain(let name)):
                findings.programs[name] = identity.key.native(at: 0)
            case (.memories, .chain(let name)):
                findings.memories[name] = identity.key.native(at: 0)
            default: break
            }
        }
        return findings
    }

    /// Numbers, indices and codes.
    package struct Findings: Sendable {
        /// The number of the port that has a target.
        package var ports: [PackedFields: UInt32] = [:]
        /// Who has which index, by the number of a port and a scope.
        package var slots: [ServiceNumber: [Int: SocketEndpoint]] = [:]
        /// Codes, by the names of the chains.
        package var programs: [String: UInt32] = [:]
        package var memories: [String: UInt32] = [:]

        /// The number of a Service port, by the first of its targets that has one.
        func port(of plan: ServicePortPlan) -> UInt32? {
            for frontend in plan.frontends {
                if let number = ports[PackedFields(frontend.target)] { return number }
            }
            return nil
        }

        /// Who has which index, by scope.
        func slots(ofPort number: UInt32?) -> [EndpointScope: [Int: SocketEndpoint]] {
            guard let number else { return [:] }
            var found: [EndpointScope: [Int: SocketEndpoint]] = [:]
            for scope in EndpointScope.allCases {
                found[scope] = slots[ServiceNumber(port: number, scope)]
            }
            return found
        }
    }
}

extension TableLayout {
    /// Whether a set that is there can be used as it is.
    package func fits(_ set: NftSet, _ name: SetName) -> Bool {
        let wanted = self.set(name)
        let hasSameData =
            switch (set.data, wanted.data) {
            case (nil, nil), (.verdict, .verdict): true
            case (.fields(let one), .fields(let other)): one.length == other.length
            default: false
            }
        return hasSameData && set.key.length == wanted.key.length
            && set.hasCounter == wanted.hasCounter && set.flags.contains(wanted.flags)
    }

    /// Whether a chain that is there is what it must be: compared in nft's own words, since the
    /// kernel tells more of an expression than it was told.
    package func fits(_ found: ChainPlan, _ wanted: ChainPlan) -> Bool {
        let text = NftablesText(sets: sets)
        return found.chain.hook == wanted.chain.hook
            && found.rules.map(text.text) == wanted.rules.map(text.text)
    }
}

extension PackedFields {
    /// The first registers alone.
    package func prefix(words count: Int) -> PackedFields {
        var shorter = PackedFields()
        for index in 0..<count { shorter.append(word(index)) }
        return shorter
    }

    /// `address . port`.
    package func endpoint(_ family: AddressFamily) -> SocketEndpoint {
        SocketEndpoint(address(at: 0, family), port(at: family.byteCount / 4))
    }
}
