import Nftables

/// What kube-proxy left in the kernel, of its nftables mode and of its iptables mode.
///
/// This is the only place that looks into tables that are not ours, and it is never entered
/// without being asked to. Rules of iptables-legacy live outside nftables and are not seen.
public struct KubeProxyLeftovers: Hashable, Sendable {
    /// The tables of its nftables mode.
    public private(set) var tables: [TableReference] = []
    private var iptables: [IPTablesLeftovers] = []

    private static let ownTables = [
        TableReference(.ip, "kube-proxy"), TableReference(.ip6, "kube-proxy"),
    ]

    /// Looks for it.
    public static func find(_ socket: NftablesSocket) throws(NftablesError) -> KubeProxyLeftovers {
        var found = KubeProxyLeftovers()
        let tables = Set(try socket.tables().map(\.reference))
        found.tables = ownTables.filter(tables.contains)
        for table in KubeProxyChains.tables where tables.contains(table) {
            let chains = try socket.chains(in: table)
            guard chains.contains(where: { KubeProxyChains.contains($0.name) }) else { continue }
            let leftovers = IPTablesLeftovers(
                table, chains: chains, rules: try socket.rules(in: table))
            if !leftovers.isEmpty || !leftovers.kept.isEmpty { found.iptables.append(leftovers) }
        }
        return found
    }

    /// Looks, and deletes what there is in one transaction.
    ///
    /// - Returns: what was deleted.
    public static func remove(_ socket: NftablesSocket) throws -> KubeProxyLeftovers {
        var removed = KubeProxyLeftovers()
        try socket.transaction { generation in
            removed = try find(socket)
            var batch = Batch(generation: generation.id)
            removed.delete(in: &batch)
            return batch
        }
        return removed
    }

    /// Whether there is nothing to delete.
    public var isEmpty: Bool { tables.isEmpty && iptables.allSatisfy(\.isEmpty) }

    /// What belongs to one family: for a transaction that changes that family alone.
    public func only(_ family: NftablesFamily) -> KubeProxyLeftovers {
        var part = self
        part.tables = tables.filter { $0.family == family }
        part.iptables = iptables.filter { $0.table.family == family }
        return part
    }

    /// Puts the deletion of all of it into a batch.
    public func delete(in batch: inout Batch) {
        for table in tables { batch.delete(table) }
        for leftovers in iptables { leftovers.delete(in: &batch) }
    }

    /// What is deleted, a line for each table; and what stays because others use it.
    public var summary: [String] {
        var lines = tables.map { "kube-proxy's table \($0)" }
        for leftovers in iptables where !leftovers.isEmpty {
            lines.append(
                "kube-proxy's \(leftovers.chains.count) chains in table \(leftovers.table), and "
                    + "\(leftovers.jumps.count) rules that led there")
        }
        return lines
    }

    /// What stays, a sentence each.
    public var kept: [String] {
        iptables.flatMap { leftovers in
            leftovers.kept.sorted { $0.key < $1.key }.map { chain, user in
                "\(leftovers.table) \(chain) stays: \(user) leads there"
            }
        }
    }
}
