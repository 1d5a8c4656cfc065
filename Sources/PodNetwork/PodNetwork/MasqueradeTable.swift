import NetworkAddress
import Nftables

/// The objects of masquerading in one address family.
///
/// A table, a chain, and for each pod subnet of the node a set and a rule: as many for one pod as
/// for ten thousand. Pods are elements. That the rule names the subnet, and the set's elements are
/// in it, is what lets "to elsewhere" be one comparison; a set over pairs of pod and subnet would
/// be copied whole by the kernel for each new pod.
struct MasqueradeTable {
    let table: TableReference
    let family: AddressFamily

    static let name = "martlet-cni"
    static let chain: ChainName = "postrouting"

    init(_ family: AddressFamily) {
        self.family = family
        table = TableReference(family == .ipv4 ? .ip : .ip6, Self.name)
    }

    private var source: Field { family == .ipv4 ? .ipSource : .ip6Source }
    private var destination: Field { family == .ipv4 ? .ipDestination : .ip6Destination }

    /// What no translation may touch, beside the pod's own subnet.
    private var multicast: IPPrefix? { IPPrefix(family == .ipv4 ? "224.0.0.0/4" : "ff00::/8") }

    /// The set of a subnet's pods.
    func set(_ subnet: IPPrefix) -> NftSet { set(named: MasqueradeElement.setName(subnet)) }

    /// A set of pods by its name.
    func set(named name: String) -> NftSet {
        NftSet(name, in: table, key: .fields(source))
    }

    /// Makes what is missing for a subnet; fails with EEXIST when its set is there, so that there
    /// never are two rules for one.
    func create(_ subnet: IPPrefix, in batch: inout Batch) {
        batch.add(Table(table.family, table.name))
        batch.add(
            Chain(
                Self.chain, in: table,
                hook: Hook(.nat, .postrouting, priority: Priority.sourceNAT)))
        batch.add(set(subnet), .create)
        var statements: [Statement] = [
            .lookup([source], MasqueradeElement.setName(subnet)),
            .matchPrefix(destination, .notEqual, subnet),
        ]
        if let multicast { statements.append(.matchPrefix(destination, .notEqual, multicast)) }
        statements.append(.masquerade())
        batch.add(
            Rule(table, Self.chain, statements: statements, comment: "what leaves \(subnet)"))
    }

    /// The element of a pod.
    func element(_ element: MasqueradeElement) -> Element {
        var result = Element(FieldBytes().address(element.address.address))
        result.comment = element.comment
        return result
    }
}
