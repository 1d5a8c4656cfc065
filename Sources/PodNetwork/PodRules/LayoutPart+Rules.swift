import NetworkAddress
import Nftables

extension LayoutPart {
    /// What comes to one of the node's own addresses is looked up, from elsewhere and from here.
    static var hostPortRules: [Rule] {
        [RuleChain.prerouting, .output].map { chain in
            Rule(
                RuleTables.routed, chain.name, comment: "host ports, \(chain.name)",
                .match(
                    .destinationAddressType, .equal,
                    FieldBytes().integer(AddressType.local.rawValue)),
                .verdict(.jump(RuleChain.hostPorts.name)))
        }
    }

    /// What pods send, and the answers to it, get a mark that iptables' chain lets pass.
    static func forwardingRules(_ family: AddressFamily) -> [Rule] {
        let isOf = RuleTables.isOf(family)
        let set = RuleTables.forwarded(family).name
        let mark = Statement.set(.mark, .or(.mark, IptablesAcceptance.mark))
        let answers: ConnectionState = [.established, .related]
        return [
            Rule(
                RuleTables.routed, RuleChain.forward.name, comment: "from pods, \(family.name)",
                isOf, .lookup([RuleTables.source(family)], set), mark),
            Rule(
                RuleTables.routed, RuleChain.forward.name,
                comment: "answers to pods, \(family.name)",
                isOf, .matchFlags(.connectionState, answers.rawValue),
                .lookup([RuleTables.destination(family)], set), mark),
        ]
    }

    /// From a bridge whose pods have a policy nothing comes to a pod that has one, unless it is
    /// the pod's own bridge and the policy lets it.
    static func ingressRule(_ family: AddressFamily) -> Rule {
        let destination = RuleTables.destination(family)
        return Rule(
            RuleTables.routed, RuleChain.forward.name,
            comment: "ingress policies, \(family.name)",
            RuleTables.isOf(family),
            .lookup([.inputInterface], RuleTables.policedBridges.name),
            .lookup([destination], RuleTables.policed(family).name),
            .lookup(
                [destination, .inputInterface], RuleTables.ownBridge(family).name,
                isInverted: true),
            .verdict(.drop))
    }

    /// Between the ports of a bridge packets are not routed, and never come to the rule above.
    static func isolationRule(_ family: AddressFamily) -> Rule {
        // C: ETH_P_IP, ETH_P_IPV6
        let etherType: UInt16 = family == .ipv4 ? 0x0800 : 0x86dd
        return Rule(
            RuleTables.bridged, RuleChain.bridgeForward.name,
            comment: "isolated pods, \(family.name)",
            .match(.meta(.etherType), .equal, FieldBytes().port(number: etherType)),
            .lookup([RuleTables.destination(family)], RuleTables.isolated(family).name),
            .verdict(.drop))
    }

    /// A port that is checked has one hardware address.
    static var spoofRule: Rule {
        Rule(
            RuleTables.bridged, RuleChain.bridgePrerouting.name,
            comment: "senders that are not the pod",
            .lookup([.inputInterface], RuleTables.checkedPorts.name),
            .lookup(
                [.inputInterface, .etherSource], RuleTables.allowedSenders.name,
                isInverted: true),
            .verdict(.drop))
    }
}

extension AddressFamily {
    /// For comments.
    var name: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
