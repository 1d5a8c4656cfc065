import NetworkAddress
import Nftables

/// A chain as it must be.
struct ChainPlan: Hashable, Sendable {
    var chain: Chain
    var rules: [Rule]
}

/// One family's table without its elements: the sets, and the chains with their rules.
///
/// docs/design/service-proxy.md draws a packet's way through it.
struct TableLayout: Hashable, Sendable {
    /// The table's name, in both families.
    static let tableName = "svcproxy"

    var family: AddressFamily
    var options: DataplaneOptions
    /// The family's own prefixes of Service addresses.
    var serviceCIDRs: [IPPrefix]

    init(family: AddressFamily, options: DataplaneOptions, serviceCIDRs: [IPPrefix]) {
        self.family = family
        self.options = options
        self.serviceCIDRs = serviceCIDRs.filter { $0.family == family }
    }

    /// The table.
    var table: TableReference { TableLayout.table(family) }

    static func table(_ family: AddressFamily) -> TableReference {
        TableReference(family == .ipv4 ? .ip : .ip6, tableName)
    }

    var source: Field { .source(table.family) }
    var destination: Field { .destination(table.family) }

    /// `ip daddr . meta l4proto . th dport`: where a packet wants to go.
    var target: [Field] { [destination, .l4Protocol, .destinationPort] }

    /// `meta l4proto . th dport`: which port of the node.
    var nodePort: [Field] { [.l4Protocol, .destinationPort] }

    func chain(
        _ name: ChainName, hook: Hook? = nil, _ rules: [[Statement]]
    ) -> ChainPlan {
        ChainPlan(
            chain: Chain(name, in: table, hook: hook),
            rules: rules.map { Rule(table, name, statements: $0) })
    }
}
