import Nftables

/// What kube-proxy's iptables mode left in one table of iptables.
struct IPTablesLeftovers: Hashable, Sendable {
    /// The table; others have rules in it as well.
    var table: TableReference
    /// Chains to delete.
    var chains: [ChainName] = []
    /// Rules of the table's hooks that lead there.
    var jumps: [Jump] = []
    /// Chains that somebody else still leads packets to, by who that is.
    var kept: [ChainName: ChainName] = [:]

    /// A rule that leads to a chain to be deleted.
    struct Jump: Hashable, Sendable {
        var chain: ChainName
        var handle: UInt64
    }

    /// Sorts out what a table has.
    init(_ table: TableReference, chains all: [Chain], rules: [Rule]) {
        self.table = table
        let hooked = Set(all.filter { $0.hook != nil }.map(\.name))
        let ours = Set(all.filter { $0.hook == nil }.map(\.name)).filter(KubeProxyChains.contains)
        var ways: [ChainName: Set<ChainName>] = [:]
        for rule in rules {
            for target in rule.targets where ours.contains(target) {
                ways[rule.chain, default: []].insert(target)
            }
        }
        // A chain that a stranger's chain uses stays, with all that it leads to itself.
        var waiting: [ChainName] = []
        for (chain, targets) in ways where !ours.contains(chain) && !hooked.contains(chain) {
            for target in targets where kept[target] == nil {
                kept[target] = chain
                waiting.append(target)
            }
        }
        while let chain = waiting.popLast() {
            for target in ways[chain] ?? [] where kept[target] == nil {
                kept[target] = chain
                waiting.append(target)
            }
        }
        chains = ours.filter { kept[$0] == nil }.sorted()
        let doomed = Set(chains)
        jumps = rules.compactMap { rule in
            guard hooked.contains(rule.chain), let handle = rule.handle,
                rule.targets.contains(where: doomed.contains)
            else { return nil }
            return Jump(chain: rule.chain, handle: handle)
        }
    }

    /// Whether nothing of kube-proxy's is there.
    var isEmpty: Bool { chains.isEmpty }

    /// Deletes it all.
    func delete(in batch: inout Batch) {
        for jump in jumps { batch.deleteRule(jump.handle, in: jump.chain, of: table) }
        for chain in chains { batch.flushChain(chain, in: table) }
        for chain in chains { batch.deleteChain(chain, in: table) }
    }
}

extension Rule {
    /// The chains that it jumps or goes to.
    fileprivate var targets: [ChainName] {
        expressions.compactMap { expression in
            guard case .immediate(let immediate) = expression,
                case .verdict(let verdict) = immediate.content
            else { return nil }
            return verdict.chain
        }
    }
}
