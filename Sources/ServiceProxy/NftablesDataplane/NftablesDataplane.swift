import NetworkAddress
import Nftables
import ServiceModel

/// One family's table: what it holds, and how it follows the model.
///
/// `resync` reads the table and sends the difference; `sync` sends what changed since; `repair`
/// puts right what others did. After an error what the table holds is unknown, and the next one
/// must be a `resync`.
public struct NftablesDataplane: Sendable {
    /// The family.
    public let family: AddressFamily
    let options: DataplaneOptions
    let socket: NftablesSocket
    private var layout: TableLayout
    private var state: TableState
    private var surroundings = Surroundings()
    private var chains: Set<ServiceChain> = []
    /// Whether `state` is what the table holds.
    public private(set) var isInSync = false

    /// How often a batch is tried again when somebody changed the ruleset in between.
    private static let attempts = 8

    /// A dataplane that has not looked at the kernel yet.
    public init(family: AddressFamily, options: DataplaneOptions, socket: NftablesSocket) {
        self.family = family
        self.options = options
        self.socket = socket
        layout = TableLayout(family: family, options: options)
        state = TableState(family: family)
    }

    /// Says that the table may hold something else: the next call must be a `resync`.
    public mutating func distrust() { isInSync = false }

    /// Puts right what others did to elements, without reading the table.
    ///
    /// What was done since then may be refused by the kernel: then the next one must be a `resync`.
    package mutating func repair(_ touched: TouchedElements) throws -> SyncReport {
        isInSync = false
        var report = SyncReport(family: family)
        report.isRepair = true
        var transaction = TableTransaction(layout: layout)
        transaction.difference = state.difference(after: touched)
        let misled = state.clients(misledBy: transaction.difference)
        try apply(transaction, generation: nil, &report)
        report.formerTargets = formerTargets(
            state, transaction.difference.deleted.map(\.identity))
        isInSync = true
        if !misled.isEmpty { try sweepAgain(misled, isExhaustive: false) }
        return report
    }

    /// What `resync` would do now.
    public func transaction(
        to plans: [ServicePortPlan], _ surroundings: Surroundings
    ) throws -> TableTransaction {
        let layout = TableLayout(family: family, options: options, surroundings: surroundings)
        let observed = try ObservedTable.observe(layout, socket)
        return Reconciliation(plans, surroundings, layout: layout, observed: observed).transaction
    }

    /// Reads the table and brings it to these plans; sends nothing when nothing differs.
    public mutating func resync(
        _ plans: [ServicePortPlan], _ surroundings: Surroundings
    ) throws -> SyncReport {
        isInSync = false
        var report = SyncReport(family: family)
        report.isFull = true
        layout = TableLayout(family: family, options: options, surroundings: surroundings)
        for attempt in 1... {
            let observed = try ObservedTable.observe(layout, socket)
            var plan = Reconciliation(plans, surroundings, layout: layout, observed: observed)
            report.formerTargets = formerTargets(plan.state, observed.elements.keys)
            var hasStale = false
            if observed.sets[SetName.affinities.name] != nil, !plan.transaction.replacesTable {
                let stale = try staleClients(allowed: plan.state.clients, isExhaustive: true)
                plan.transaction.forgottenClients = stale.filter { !AffinitySweep.isEnding($0) }
                hasStale = !stale.isEmpty
            }
            do {
                // On the last attempt the generation doesn't count: somebody changes other tables
                // all the time, and our own could only differ by a rival of ours.
                let generation = attempt < Self.attempts ? observed.generation : nil
                try apply(plan.transaction, generation: generation, &report)
            } catch let error as NftablesError where error.isStale && attempt < Self.attempts {
                continue
            }
            if hasStale { try sweepAgain(plan.state.clients, isExhaustive: true) }
            state = plan.state
            _ = state.takeDisturbed()
            chains = plan.chains
            self.surroundings = surroundings
            isInSync = true
            return report
        }
        return report
    }

    /// Brings the table from the last plans to the next; costs what changed.
    public mutating func sync(
        _ changed: [ServiceTable.Change], _ surroundings: Surroundings
    ) throws -> SyncReport {
        isInSync = false
        var report = SyncReport(family: family)
        var changes = ElementChanges()
        for change in changed { state.update(change, into: &changes) }
        var transaction = TableTransaction(layout: layout)
        take(surroundings, &changes, &transaction)
        let next = state.settleCodes(into: &changes) ? state.codes.chains : chains
        transaction.difference = changes.settled()
        arrange(next, in: &transaction)
        let disturbed = state.takeDisturbed()
        if !disturbed.isEmpty {
            transaction.forgottenClients = try staleClients(
                allowed: disturbed, isExhaustive: false
            ).filter { !AffinitySweep.isEnding($0) }
        }
        try apply(transaction, generation: nil, &report)
        chains = next
        isInSync = true
        if !disturbed.isEmpty { try sweepAgain(disturbed, isExhaustive: false) }
        return report
    }

    private mutating func take(
        _ new: Surroundings, _ changes: inout ElementChanges, _ transaction: inout TableTransaction
    ) {
        guard new != surroundings else { return }
        state.setSurroundings(new.elements(family), into: &changes)
        let before = layout
        layout = TableLayout(family: family, options: options, surroundings: new)
        transaction = TableTransaction(layout: layout)
        let known = Set(before.baseChains + chains.map(before.plan))
        let now = layout.baseChains + chains.ordered.map(layout.plan)
        transaction.rewrittenChains = before == layout ? [] : now.filter { !known.contains($0) }
        surroundings = new
    }

    /// New chains come and others go; one whose code was given anew is written anew.
    private func arrange(_ next: Set<ServiceChain>, in transaction: inout TableTransaction) {
        guard next != chains else { return }
        let known = Set(chains.map(\.name))
        for chain in next.subtracting(chains).ordered {
            if known.contains(chain.name) {
                transaction.rewrittenChains.append(layout.plan(of: chain))
            } else {
                transaction.newChains.append(layout.plan(of: chain))
            }
        }
        let names = Set(next.map(\.name))
        transaction.obsoleteChains = chains.ordered.map(\.name).filter { !names.contains($0) }
            .reversed().map { ChainName($0) }
    }

    private func apply(
        _ transaction: TableTransaction, generation: UInt32?, _ report: inout SyncReport
    ) throws {
        let batch = transaction.batch(generation: generation)
        guard !batch.isEmpty else { return }
        let bytes = try batch.encoded()
        try socket.apply(encoded: bytes)
        report.count(transaction, bytes.count)
    }

    private func staleClients(
        allowed: [UInt32: Set<SocketEndpoint>], isExhaustive: Bool
    ) throws -> [Element] {
        AffinitySweep.stale(
            try socket.elements(of: layout.set(.affinities)), allowed: allowed,
            isExhaustive: isExhaustive, family: family)
    }

    /// A packet that was translated before the batch may be remembered after it; and an element
    /// that expires meanwhile makes the kernel refuse a deletion, so these are batches of their
    /// own, and what may expire at any moment is deleted one by one.
    private func sweepAgain(
        _ allowed: [UInt32: Set<SocketEndpoint>], isExhaustive: Bool
    ) throws {
        let stale = try staleClients(allowed: allowed, isExhaustive: isExhaustive)
        let ending = stale.filter(AffinitySweep.isEnding)
        forget(stale.filter { !AffinitySweep.isEnding($0) })
        for element in ending { forget([element]) }
    }

    private func forget(_ clients: [Element]) {
        guard !clients.isEmpty else { return }
        var transaction = TableTransaction(layout: layout)
        transaction.forgottenClients = clients
        var report = SyncReport(family: family)
        try? apply(transaction, generation: nil, &report)
    }
}
