import NetworkAddress
import Nftables

/// A part of the layout: sets, chains and rules that are made together, once, when the first
/// attachment needs them. Nodes that don't need a part have no hook of it on their packets' way.
package enum LayoutPart: Hashable {
    /// The tables and the index of owners.
    case base
    /// Masquerading of one network's pods.
    case masquerade(PodSubnet)
    /// What leads packets to the host ports.
    case hostPorts
    /// Host ports of one kind.
    case hostPortGroup(HostPortGroup)
    /// Forwarding that iptables must not refuse.
    case forwarding
    /// Ingress policies.
    case ingress
    /// Isolation from the other ports of a pod's bridge.
    case isolation
    /// Checks of hardware addresses.
    case spoofChecks

    /// The set that is made with the part: who makes it has made the rest as well.
    package var guardian: NftSet {
        switch self {
        case .base: RuleTables.owners
        case .masquerade(let subnet): subnet.set
        case .hostPorts: RuleTables.takenPorts(.ipv4)
        case .hostPortGroup(let group): group.ports
        case .forwarding: RuleTables.forwarded(.ipv4)
        case .ingress: RuleTables.policedBridges
        case .isolation: RuleTables.isolated(.ipv4)
        case .spoofChecks: RuleTables.checkedPorts
        }
    }

    /// The sets beside the guardian.
    package var otherSets: [NftSet] {
        switch self {
        case .base, .masquerade: []
        case .hostPorts: [RuleTables.takenPorts(.ipv6)]
        case .hostPortGroup(let group): [group.addressPorts]
        case .forwarding: [RuleTables.forwarded(.ipv6)]
        case .ingress:
            [AddressFamily.ipv4, .ipv6].flatMap {
                [RuleTables.policed($0), RuleTables.ownBridge($0)]
            }
        case .isolation: [RuleTables.isolated(.ipv6)]
        case .spoofChecks: [RuleTables.allowedSenders]
        }
    }

    /// The chains; those that other parts have as well are made by whoever comes first.
    package var chains: [Chain] {
        switch self {
        case .base: []
        case .masquerade: [RuleChain.postrouting.chain]
        case .hostPorts:
            [.hostPorts, .prerouting, .output, .postrouting].map { (chain: RuleChain) in
                chain.chain
            }
        case .hostPortGroup(let group): group.chains
        case .forwarding, .ingress: [RuleChain.forward.chain]
        case .isolation: [RuleChain.bridgeForward.chain]
        case .spoofChecks: [RuleChain.bridgePrerouting.chain]
        }
    }

    /// The rules, in order.
    package var rules: [Rule] {
        switch self {
        case .base: []
        case .masquerade(let subnet): [subnet.rule]
        case .hostPorts: Self.hostPortRules
        case .hostPortGroup(let group): group.rules
        case .forwarding: [AddressFamily.ipv4, .ipv6].flatMap(Self.forwardingRules)
        case .ingress: [AddressFamily.ipv4, .ipv6].map(Self.ingressRule)
        case .isolation: [AddressFamily.ipv4, .ipv6].map(Self.isolationRule)
        case .spoofChecks: [Self.spoofRule]
        }
    }

    /// Makes the part; fails with EEXIST when it is there.
    ///
    /// - Parameter made: the chains that earlier parts of the batch make. To name one of them again
    ///   would be to change it, and the kernel waits some milliseconds for a change when the socket
    ///   is closed.
    func create(in batch: inout Batch, besides made: inout [Chain]) {
        let table = guardian.table
        batch.add(Table(table.family, table.name, comment: "pods' rules, by martlet-cni"))
        for chain in chains where !made.contains(chain) {
            batch.add(chain)
            made.append(chain)
        }
        batch.add(guardian, .create)
        for set in otherSets { batch.add(set) }
        for rule in rules { batch.add(rule) }
    }
}
