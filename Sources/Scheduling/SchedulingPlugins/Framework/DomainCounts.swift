import SchedulingModel

/// Numbers of pods by the domains of a topology.
struct DomainCounts {
    let topology: TopologyIndex
    /// By domain; below zero for domains that don't count.
    private(set) var counts: [Int]

    /// No pods in any domain.
    init(_ topology: TopologyIndex, initially count: Int = 0) {
        self.topology = topology
        counts = Array(repeating: count, count: topology.domainLimit)
    }

    /// The sums of what nodes have.
    init(_ topology: TopologyIndex, perNode: [Int32]) {
        self.init(topology)
        let domains = topology.domains
        for slot in 0..<min(domains.count, perNode.count) where perNode[slot] != 0 {
            if domains[slot] >= 0 { counts[Int(domains[slot])] += Int(perNode[slot]) }
        }
    }

    /// The count of a node's domain; nil for a node without one.
    subscript(slot: Int) -> Int? {
        let domain = topology.domains[slot]
        return domain < 0 ? nil : counts[Int(domain)]
    }

    /// Adds a weight, which may be below zero, to a node's domain.
    mutating func weigh(_ weight: Int, at slot: Int) {
        let domain = topology.domains[slot]
        if domain >= 0 { counts[Int(domain)] += weight }
    }

    /// Adds to a node's domain, which counts from now on.
    mutating func add(_ count: Int, at slot: Int) {
        let domain = topology.domains[slot]
        guard domain >= 0 else { return }
        counts[Int(domain)] = max(0, counts[Int(domain)]) + count
    }
}

extension SchedulingInput {
    /// How many pods a term means, by node.
    func podCounts(of terms: [PodTerm]) -> [Int32] {
        var clauses: [PodMatcher.Clause] = []
        for term in terms {
            guard let selector = term.selector else { return [] }
            var namespaces = Set(term.namespaces)
            if let wanted = term.namespaceSelector {
                namespaces.formUnion(objects.namespaces(matching: wanted))
            }
            clauses.append(
                PodMatcher.Clause(namespaces: namespaces.sorted(), selector: selector))
        }
        return table.podCounts(PodMatcher(clauses, countsDeleting: true))
    }
}
