import CNIProtocol
import LinuxSystem
import Nftables

extension PodRuleTable {
    /// Makes an attachment's rules, in one transaction; what the same owner had gives way, and so
    /// does what a former owner of the pod's addresses left.
    ///
    /// - Parameter isGone: whether the owner of a host port that is wanted does not live any more,
    ///   so that it gives way as well; one whose namespace is gone does so in any case.
    /// - Throws: code 103 for a host port that another pod has, naming it; 100 when the kernel
    ///   refuses; 11 when other processes keep changing the same objects.
    public func install(
        _ rules: AttachmentRules, isGone: (RuleOwner) -> Bool = { _ in false }
    ) throws(CNIError) {
        guard !rules.isEmpty else { return }
        let plan = RulePlan(rules)
        try applying("make the rules of \(rules.owner)") {
            if !rules.forwards.isEmpty {
                try IptablesAcceptance(rules).ensure(by: socket)
            }
            for _ in 0..<Self.attempts {
                var batch = Batch()
                plan.insert(into: &batch)
                switch try attempt(batch) {
                case .done: return
                case .missing: if try create(plan) { return }
                case .present: if try replace(plan, isGone) { return }
                }
            }
            throw CNIError(
                .tryAgain, "the rules of \(rules.owner): other processes keep changing the tables")
        }
    }

    /// Makes the layout's parts that are missing, and the elements with them; the parts alone when
    /// some element is in the way.
    private func create(_ plan: RulePlan) throws(NftablesError) -> Bool {
        let present = try layoutSets()
        let missing = plan.parts.filter { part in
            !present.contains { part.guardian.isSame(as: $0) }
        }
        var batch = Self.creation(of: missing)
        plan.insert(into: &batch)
        if try attempt(batch) == .done { return true }
        _ = try attempt(Self.creation(of: missing))
        return false
    }

    /// What makes parts of the layout.
    package static func creation(of parts: [LayoutPart]) -> Batch {
        var batch = Batch()
        var chains: [Chain] = []
        for part in parts { part.create(in: &batch, besides: &chains) }
        return batch
    }

    /// The sets of both tables, none of a table that is not there.
    func layoutSets() throws(NftablesError) -> [NftSet] {
        var all: [NftSet] = []
        for table in [RuleTables.routed, RuleTables.bridged] {
            do throws(NftablesError) {
                all += try socket.sets(in: table)
            } catch {
                guard error.isNotFound else { throw error }
            }
        }
        return all
    }

    /// Removes those whose elements are in the way, and puts the new ones in their place.
    private func replace(_ plan: RulePlan, _ isGone: (RuleOwner) -> Bool) throws -> Bool {
        var former: [OwnerKey] = []
        var orphans: [RulePlan.Placed] = []
        if try record(of: plan.owner.key) != nil { former.append(plan.owner.key) }
        // Ports last: whoever had the pod's addresses is gone, and so are its ports.
        let contested = plan.elements.filter { $0.contested != nil }
        for placed in plan.elements.filter({ $0.contested == nil }) + contested {
            guard let found = try socket.element(placed.element.key, of: placed.set) else {
                continue
            }
            let key = OwnerKey(note: found.note)
            if let key, former.contains(key) { continue }
            guard let key, let record = try record(of: key) else {
                orphans.append(placed)
                continue
            }
            try requireOther(record, placed, plan)
            try requireGone(record, placed, plan, isGone)
            former.append(key)
        }
        var batch = Batch()
        for key in former {
            guard let record = try record(of: key) else { continue }
            record.delete(from: &batch, pieces: record.elements.count)
        }
        for (set, elements) in RulePlan.bySet(orphans) {
            batch.delete(elements: elements.map { Element($0.key) }, from: set)
        }
        plan.insert(into: &batch)
        switch try attempt(batch) {
        case .done: return true
        case .present: return false
        case .missing:
            // A record that names what is not there: piece by piece, then from the beginning.
            for key in former { try removeWhatIsThere(of: key) }
            return false
        }
    }

    /// Two plugins of a list can't make the same for one pod: the one plugin `martlet` does what
    /// `firewall` does, and must not lose all it has to it.
    private func requireOther(
        _ record: OwnerRecord, _ placed: RulePlan.Placed, _ plan: RulePlan
    ) throws(CNIError) {
        let (other, own) = (record.owner, plan.owner)
        guard placed.contested == nil, other.network == own.network,
            other.attachment == own.attachment, other.plugin != own.plugin
        else { return }
        throw CNIError(
            .invalidConfiguration,
            "\(other.plugin) of this list does for the pod what \(own.plugin) does",
            details: "leave one of them out of the list")
    }

    /// Two pods can't have one port of the node.
    private func requireGone(
        _ record: OwnerRecord, _ placed: RulePlan.Placed, _ plan: RulePlan,
        _ isGone: (RuleOwner) -> Bool
    ) throws(CNIError) {
        guard let port = placed.contested else { return }
        let other = record.owner
        let isWithoutNamespace =
            !record.namespacePath.isEmpty && !Files.exists(record.namespacePath)
        let isSamePod =
            other.network == plan.owner.network && other.attachment == plan.owner.attachment
        guard !isSamePod, !isWithoutNamespace, !isGone(other) else { return }
        throw CNIError(
            .alreadyExists, "host port \(port) is taken by \(other.network)/\(other.attachment)")
    }
}

extension NftSet {
    /// Whether both are one set of the kernel.
    func isSame(as other: NftSet) -> Bool { name == other.name && table == other.table }
}
