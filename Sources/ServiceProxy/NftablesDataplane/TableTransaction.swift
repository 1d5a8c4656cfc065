import Nftables

/// Everything one batch changes in one family's table. A value: `plan` prints it, `sync` applies
/// it.
public struct TableTransaction: Sendable {
    package let layout: TableLayout
    /// The table that is there can't be brought along: it goes, in the same batch.
    package var replacesTable = false
    package var createsTable = false
    package var newSets: [SetName] = []
    /// Chains that are not there yet, each after those it goes on to.
    package var newChains: [ChainPlan] = []
    /// Chains whose rules are not what they must be.
    package var rewrittenChains: [ChainPlan] = []
    /// Chains that nothing leads to any more.
    package var obsoleteChains: [ChainName] = []
    package var difference = ElementDifference()
    /// A table that has no elements yet gets all of these; `difference` is empty then.
    package var load: TableContents?
    /// Elements of our sets that are none of ours.
    package var strangers: [SetName: [Element]] = [:]
    /// Clients whose endpoint is gone.
    package var forgottenClients: [Element] = []

    package init(layout: TableLayout) {
        self.layout = layout
    }

    /// Nothing to send.
    public var isEmpty: Bool {
        !replacesTable && !createsTable && newSets.isEmpty && newChains.isEmpty
            && rewrittenChains.isEmpty && obsoleteChains.isEmpty && addedCount == 0
            && difference.deleted.isEmpty
            && strangers.isEmpty && forgottenClients.isEmpty
    }

    /// How many elements come.
    package var addedCount: Int { difference.added.count + (load?.count ?? 0) }

    /// The elements that come, in pieces of one set each.
    package func forEachAddition(_ body: (SetName, [TableElement]) -> Void) {
        load?.forEachPiece(body)
        for (name, run) in difference.added.runs { body(name, run) }
    }

    /// About what an element takes in a message, in bytes.
    private static let bytesPerElement = 112

    /// The batch.
    ///
    /// - Parameter generation: refuse it when the ruleset is no longer of this generation.
    public func batch(generation: UInt32? = nil) -> Batch {
        let count = addedCount + difference.deleted.count
        var batch = Batch(
            generation: generation, capacity: 32_768 + count * TableTransaction.bytesPerElement)
        let table = layout.table
        if replacesTable { batch.delete(table) }
        if createsTable || replacesTable { batch.add(layout.ownTable) }
        for name in newSets { batch.add(layout.set(name)) }
        for plan in newChains { batch.add(plan.chain) }
        for plan in rewrittenChains { batch.flushChain(plan.chain.name, in: table) }
        for plan in newChains + rewrittenChains {
            for rule in plan.rules { batch.add(rule) }
        }
        addElements(to: &batch)
        for name in obsoleteChains { batch.flushChain(name, in: table) }
        for name in obsoleteChains { batch.deleteChain(name, in: table) }
        return batch
    }

    private func addElements(to batch: inout Batch) {
        for (name, elements) in strangers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            batch.delete(elements: elements, from: layout.set(name))
        }
        for (name, run) in difference.deleted.runs {
            batch.delete(elements: run.lazy.map(\.keyElement), from: layout.set(name))
        }
        if !forgottenClients.isEmpty {
            batch.delete(elements: forgottenClients, from: layout.set(.affinities))
        }
        forEachAddition { name, piece in
            batch.add(elements: piece.lazy.map(\.element), to: layout.set(name))
        }
    }
}

extension [TableElement] {
    /// The elements set by set: one message holds elements of one set.
    package var runs: [(set: SetName, elements: [TableElement])] {
        var runs: [[TableElement]] = SetName.allCases.map { _ in [] }
        for element in self { runs[Int(element.set.rawValue)].append(element) }
        return SetName.allCases.compactMap { name in
            let run = runs[Int(name.rawValue)]
            return run.isEmpty ? nil : (name, run)
        }
    }
}
