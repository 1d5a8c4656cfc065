import NetworkAddress
import Nftables

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
    package static func observe(
        _ layout: TableLayout, _ socket: NftablesSocket
    ) throws -> ObservedTable {
        var observed = ObservedTable()
        observed.generation = try socket.generation().id
        let table = layout.table
        observed.isThere = try socket.tables(table.family).contains { $0.reference == table }
        guard observed.isThere else { return observed }
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
        guard let key = PackedFields(element.key.array),
            let value = TableElement.Value(element.data)
        else {
            strangers[name, default: []].append(element)
            return
        }
        elements[TableElement.Identity(set: name, key: key)] = value
    }

    /// The indices and affinity groups that stand in the kernel.
    package func findings(_ family: AddressFamily) -> Findings {
        var findings = Findings()
        for (identity, value) in elements {
            guard case .fields(let fields) = value else { continue }
            switch identity.set {
            case .endpoints, .nodePortEndpoints:
                let last = identity.key.count / 4 - 1
                let target = identity.key.prefix(words: last)
                findings.slots[target, default: [:]][Int(identity.key.native(at: last))] =
                    fields.endpoint(family)
            case .affinityGroups, .nodePortAffinityGroups:
                findings.groups[identity.key] = fields.native(at: 0)
            default: break
            }
        }
        return findings
    }

    /// What stands in the kernel for a target, which is worth keeping as it is.
    package struct Findings: Sendable {
        package var slots: [PackedFields: [Int: SocketEndpoint]] = [:]
        package var groups: [PackedFields: UInt32] = [:]
    }
}

extension TableElement.Value {
    /// What was read; nil when it is none of ours.
    package init?(_ data: ElementData?) {
        switch data {
        case nil: self = .none
        case .value(let bytes):
            guard let fields = PackedFields(bytes.array) else { return nil }
            self = .fields(fields)
        case .verdict(.goto(let name)):
            guard let chain = ServiceChain(name: name.rawValue) else { return nil }
            self = .chain(chain)
        case .verdict, .object: return nil
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
            && set.flags.contains(wanted.flags)
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
