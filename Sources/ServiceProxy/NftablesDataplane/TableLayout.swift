import NetworkAddress
import Nftables
import ServiceModel

/// A chain as it must be.
package struct ChainPlan: Hashable, Sendable {
    package var chain: Chain
    package var rules: [Rule]
}

/// One family's table without its elements: the sets, and the chains with their rules.
///
/// docs/design/service-proxy.md draws a packet's way through it.
package struct TableLayout: Hashable, Sendable {
    /// The table's name, in both families.
    package static let tableName = "svcproxy"
    /// The table's comment, by which we know that it is ours.
    package static let ownershipSign = "svcproxy"

    package var family: AddressFamily
    package var options: DataplaneOptions
    /// The family's own prefixes of Service addresses.
    package var serviceCIDRs: [IPPrefix]
    /// How a packet of a pod of this node is told from others.
    package var locality: PodLocality

    package init(
        family: AddressFamily, options: DataplaneOptions, surroundings: Surroundings = .init()
    ) {
        self.family = family
        self.options = options
        serviceCIDRs = surroundings.serviceCIDRs.filter { $0.family == family }
        locality = surroundings.locality
    }

    /// The table.
    package var table: TableReference { TableLayout.table(family) }

    package static func table(_ family: AddressFamily) -> TableReference {
        TableReference(family == .ipv4 ? .ip : .ip6, tableName)
    }

    /// The table with the sign that it is ours.
    package var ownTable: Table {
        Table(table.family, table.name, comment: TableLayout.ownershipSign)
    }

    package var source: Field { .source(table.family) }
    package var destination: Field { .destination(table.family) }

    /// `ip daddr . meta l4proto . th dport`: where a packet wants to go.
    package var target: [Field] { [destination, .l4Protocol, .destinationPort] }

    /// `meta l4proto . th dport`: which port of the node.
    package var nodePort: [Field] { [.l4Protocol, .destinationPort] }

    package func chain(
        _ name: ChainName, hook: Hook? = nil, _ rules: [[Statement]]
    ) -> ChainPlan {
        ChainPlan(
            chain: Chain(name, in: table, hook: hook),
            rules: rules.map { Rule(table, name, statements: $0) })
    }
}
