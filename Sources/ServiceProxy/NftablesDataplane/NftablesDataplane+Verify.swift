import Nftables
import ServiceModel

extension NftablesDataplane {
    /// Compares the table in the kernel with what these plans ask for, element by element and chain
    /// by chain; changes nothing. Numbers, indices and codes may be any that do the same.
    ///
    /// - Returns: what differs, set by set; empty when the table is right.
    public func verify(
        _ plans: [ServicePortPlan], _ surroundings: Surroundings
    ) throws -> [TableDiscrepancy] {
        let layout = TableLayout(
            family: family, options: options, surroundings: surroundings)
        let observed = try ObservedTable.observe(layout, socket)
        var plan = Reconciliation(plans, surroundings, layout: layout, observed: observed)
        if observed.sets[SetName.affinities.name] != nil, !plan.transaction.replacesTable {
            plan.transaction.forgottenClients = AffinitySweep.stale(
                try socket.elements(of: layout.set(.affinities)), allowed: plan.state.clients,
                isExhaustive: true, family: family
            ).filter { !AffinitySweep.isEnding($0) }
        }
        return Verification(plan, observed).discrepancies
    }
}

/// What a transaction would change, told as what is wrong.
package struct Verification {
    /// What differs.
    package private(set) var discrepancies: [TableDiscrepancy] = []
    private let layout: TableLayout
    private let words: NftablesText
    private let owners: ElementOwners

    package init(_ plan: Reconciliation, _ observed: ObservedTable) {
        layout = plan.transaction.layout
        words = NftablesText(sets: layout.sets)
        owners = ElementOwners(plan.state)
        addObjects(plan.transaction, observed)
        addElements(plan.transaction)
        addStrangers(plan.transaction)
    }

    private mutating func add(
        _ kind: TableDiscrepancy.Kind, _ subject: String, found: String? = nil,
        expected: String? = nil
    ) {
        discrepancies.append(
            TableDiscrepancy(kind: kind, subject: subject, found: found, expected: expected))
    }

    private mutating func addObjects(_ wanted: TableTransaction, _ observed: ObservedTable) {
        if wanted.createsTable { return add(.missing, "table \(layout.table)") }
        if wanted.replacesTable {
            return add(
                .different, "table \(layout.table)", found: "another layout",
                expected: "this program's layout")
        }
        for name in wanted.newSets {
            add(.missing, "\(layout.set(name).data == nil ? "set" : "map") \(name.name)")
        }
        for chain in wanted.newChains { add(.missing, "chain \(chain.chain.name)") }
        for chain in wanted.rewrittenChains {
            let there = observed.chains[chain.chain.name]?.rules ?? []
            add(
                .different, "chain \(chain.chain.name)", found: text(there),
                expected: text(chain.rules))
        }
        for chain in wanted.obsoleteChains { add(.unexpected, "chain \(chain)") }
    }

    private func text(_ rules: [Rule]) -> String {
        "{ " + rules.map(words.text).joined(separator: "; ") + " }"
    }

    private mutating func addElements(_ wanted: TableTransaction) {
        var gone: [TableElement.Identity: TableElement] = [:]
        for element in wanted.difference.deleted { gone[element.identity] = element }
        wanted.forEachAddition { _, piece in
            for element in piece {
                let found = gone.removeValue(forKey: element.identity)
                discrepancies.append(
                    TableDiscrepancy(
                        kind: found == nil ? .missing : .different, subject: subject(element),
                        found: found.map(value), expected: value(element),
                        servicePort: owners.owner(of: element)))
            }
        }
        for element in wanted.difference.deleted where gone[element.identity] != nil {
            discrepancies.append(
                TableDiscrepancy(
                    kind: .unexpected, subject: subject(element), found: value(element),
                    servicePort: owners.owner(of: element)))
        }
    }

    private mutating func addStrangers(_ wanted: TableTransaction) {
        for (name, elements) in wanted.strangers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for element in elements {
                add(.unexpected, subject(words.text(element, of: layout.set(name)), name))
            }
        }
        for client in wanted.forgottenClients {
            add(.unexpected, subject(words.text(client, of: layout.set(.affinities)), .affinities))
        }
    }

    private func subject(_ element: TableElement) -> String {
        subject(words.text(element.keyElement, of: layout.set(element.set)), element.set)
    }

    private func subject(_ key: String, _ set: SetName) -> String {
        "element \(key) of \(layout.set(set).data == nil ? "set" : "map") \(set.name)"
    }

    /// What a map says, without the key.
    private func value(_ element: TableElement) -> String {
        let whole = words.text(element.element, of: layout.set(element.set))
        let key = words.text(element.keyElement, of: layout.set(element.set))
        return whole == key ? "there" : String(whole.dropFirst(key.count + 3))
    }
}
