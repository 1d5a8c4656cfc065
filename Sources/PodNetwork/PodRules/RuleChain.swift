import Nftables

/// The chains that are there once.
enum RuleChain {
    case hostPorts
    case prerouting
    case output
    case postrouting
    case forward
    case bridgePrerouting
    case bridgeForward

    var name: ChainName { chain.name }

    /// The chain with its hook.
    var chain: Chain {
        switch self {
        case .hostPorts: Chain("host-ports", in: RuleTables.routed)
        case .prerouting:
            Chain(
                "prerouting", in: RuleTables.routed,
                hook: Hook(.nat, .prerouting, priority: Priority.destinationNAT))
        case .output:
            Chain(
                "output", in: RuleTables.routed,
                hook: Hook(.nat, .output, priority: Priority.destinationNAT))
        case .postrouting:
            Chain(
                "postrouting", in: RuleTables.routed,
                hook: Hook(.nat, .postrouting, priority: Priority.sourceNAT))
        case .forward:
            // Before iptables' own, which asks for the mark that is set here.
            Chain(
                "forward", in: RuleTables.routed,
                hook: Hook(.filter, .forward, priority: Priority.filter - 10))
        case .bridgePrerouting:
            Chain(
                "prerouting", in: RuleTables.bridged,
                hook: Hook(.filter, .prerouting, priority: Self.bridgeDestinationNAT))
        case .bridgeForward:
            Chain(
                "forward", in: RuleTables.bridged,
                hook: Hook(.filter, .forward, priority: Priority.filter))
        }
    }

    /// C: NF_BR_PRI_NAT_DST_BRIDGED
    private static let bridgeDestinationNAT: Int32 = -300
}
