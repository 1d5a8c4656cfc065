import NetworkAddress
import Nftables

/// What makes iptables' own chain `FORWARD` let pass what pods may send and receive, also when its
/// policy is to drop.
///
/// A verdict of another table cannot overrule that policy, so one rule has to stand in iptables'
/// table. It asks for a mark, which our table has set a moment before; it is one for all pods. The
/// chains have the reference plugin's names: where an administrator has rules in `CNI-ADMIN`,
/// they come first as before.
struct IptablesAcceptance {
    let families: Set<AddressFamily>
    let adminChain: ChainName

    /// Set in the chain `forward` of ours, asked for a moment later in iptables' own. Kubernetes
    /// uses the bits 14 and 15, host ports 13, Calico those from 16 on.
    static let mark: UInt32 = 1 << 12

    private static let forward: ChainName = "FORWARD"
    private static let own: ChainName = "CNI-FORWARD"

    init(_ rules: AttachmentRules) {
        families = Set(rules.forwards.map(\.family))
        adminChain = ChainName(rules.adminChain)
    }

    private func table(_ family: AddressFamily) -> TableReference {
        TableReference(family == .ipv4 ? .ip : .ip6, "filter")
    }

    /// What is missing in one family.
    private struct Missing {
        var chains: [Chain] = []
        var first: [Rule] = []
        var last: [Rule] = []
        var isNothing: Bool { chains.isEmpty && first.isEmpty && last.isEmpty }
    }

    /// Makes what is missing, as iptables itself would write it.
    func ensure(by socket: NftablesSocket) throws {
        for family in families where try !missing(family, socket).isNothing {
            try socket.transaction(attempts: 100) { generation in
                let missing = try missing(family, socket)
                var batch = Batch(generation: generation.id)
                guard !missing.isNothing else { return batch }
                let table = table(family)
                batch.add(Table(table.family, table.name))
                for chain in missing.chains { batch.add(chain) }
                for rule in missing.last { batch.add(rule) }
                for rule in missing.first { batch.insert(rule) }
                return batch
            }
        }
        for family in families { try LegacyIptables(family, adminChain).ensure() }
    }

    /// What is not there, in words.
    func discrepancies(by socket: NftablesSocket) throws -> [String] {
        try families.filter { try !missing($0, socket).isNothing }.map {
            "\(table($0)) does not let pods' packets pass"
        }.sorted()
    }

    private func missing(
        _ family: AddressFamily, _ socket: NftablesSocket
    ) throws(NftablesError) -> Missing {
        let table = table(family)
        var missing = Missing()
        let forward = try rules(Self.forward, table, socket)
        let own = try rules(Self.own, table, socket)
        if !forward.contains(where: { $0.verdict == .jump(Self.own) }) {
            missing.first.append(jump(table, Self.forward, Self.own, "CNI firewall plugin rules"))
        }
        if !own.contains(where: { $0.verdict == .jump(adminChain) }) {
            missing.first.append(
                jump(table, Self.own, adminChain, "CNI firewall plugin admin overrides"))
        }
        let acceptance = acceptance(table)
        if !own.contains(where: { $0.comment == acceptance.comment }) {
            missing.last = [acceptance]
        }
        guard !missing.isNothing else { return missing }
        let chains = try socket.chains(in: table).map(\.name)
        // What is there must be left as it is: to add it again would set its policy.
        let wanted = [
            Chain(
                Self.forward, in: table, hook: Hook(.filter, .forward, priority: Priority.filter)),
            Chain(Self.own, in: table), Chain(adminChain, in: table),
        ]
        missing.chains = wanted.filter { !chains.contains($0.name) }
        return missing
    }

    private func rules(
        _ chain: ChainName, _ table: TableReference, _ socket: NftablesSocket
    ) throws(NftablesError) -> [Rule] {
        do {
            return try socket.rules(in: table, chain: chain)
        } catch {
            guard error.isNotFound else { throw error }
            return []
        }
    }

    private func jump(
        _ table: TableReference, _ from: ChainName, _ to: ChainName, _ comment: String
    ) -> Rule {
        Rule(table, from, comment: comment, .counter, .verdict(.jump(to)))
    }

    private func acceptance(_ table: TableReference) -> Rule {
        Rule(
            table, Self.own, comment: "pods of martlet-cni",
            .matchMasked(.mark, mask: Self.mark, .equal, value: Self.mark), .counter,
            .verdict(.accept))
    }
}

extension Rule {
    /// What the rule ends with.
    fileprivate var verdict: Verdict? {
        guard case .immediate(let last)? = expressions.last,
            case .verdict(let verdict) = last.content
        else { return nil }
        return verdict
    }
}
