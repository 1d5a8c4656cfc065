import Nftables

/// The chains that are always there. Hooks and priorities are those of kube-proxy's nftables mode,
/// so that both agree with firewalls; the rest is in an order in which each stands before its user.
extension TableLayout {
    /// The chains that are always there, with their rules.
    package var baseChains: [ChainPlan] {
        [refusing, admission, clusterAddresses] + choices
            + [choose, services, remember, masquerading] + hooks
    }

    private static let refuse: ChainName = "refuse"
    private static let admission: ChainName = "admission"
    private static let clusterAddresses: ChainName = "cluster-addresses"
    private static let choose: ChainName = "choose"
    private static let services: ChainName = "services"
    private static let remember: ChainName = "remember"
    private static let masquerading: ChainName = "masquerading"

    /// C: NF_CT_STATE_BIT(IP_CT_NEW)
    private static let newState: UInt32 = 1 << 3
    /// C: IPS_DST_NAT
    private static let translatedDestination: UInt32 = 1 << 5

    private var refusing: ChainPlan {
        let tcp = FieldBytes().proto(.tcp)
        return chain(
            Self.refuse,
            [
                [.match(.l4Protocol, .equal, tcp), .reject(.tcpReset)],
                [.reject(.portUnreachable(table.family))],
            ])
    }

    /// Who may not use a load-balancer address is nobody's client; then, whom nobody serves.
    private var admission: ChainPlan {
        let notAllowed = Statement.lookup(
            [.priority, source], SetName.allowedSources.name, isInverted: true)
        return chain(
            Self.admission,
            [
                [
                    .set(.priority, .map(target, SetName.firewalled.name)), notAllowed,
                    .verdict(.drop),
                ],
                [.lookup(target, SetName.dropped.name), .verdict(.drop)],
                [.lookup(target, SetName.refused.name), .verdict(.goto(Self.refuse))],
                [
                    .lookup([destination], SetName.nodePortAddresses.name),
                    .lookup(nodePort, SetName.refusedNodePorts.name),
                    .verdict(.goto(Self.refuse)),
                ],
            ])
    }

    /// What still goes to a Service address: a port that it doesn't have, or nobody's address.
    private var clusterAddresses: ChainPlan {
        chain(
            Self.clusterAddresses,
            [[.lookup([destination], SetName.clusterIPs.name), .verdict(.goto(Self.refuse))]]
                + serviceCIDRs.map { prefix in
                    [.matchPrefix(destination, .equal, prefix), .verdict(.drop)]
                })
    }

    private var choose: ChainPlan {
        chain(
            Self.choose,
            [[.vmap([.masked(.priority, ServiceNumber.codeMask)], SetName.programs.name)]])
    }

    private var services: ChainPlan {
        chain(
            Self.services,
            [
                [
                    .set(.priority, .map(target, SetName.services.name)),
                    .verdict(.goto(Self.choose)),
                ],
                [
                    .lookup([destination], SetName.nodePortAddresses.name),
                    .set(.priority, .map(nodePort, SetName.nodePorts.name)),
                    .verdict(.goto(Self.choose)),
                ],
            ])
    }

    /// The number has done its work; with affinity, after it is said where the client went.
    private var remember: ChainPlan {
        chain(
            Self.remember,
            [
                [.vmap([.masked(.priority, ServiceNumber.codeMask)], SetName.memories.name)],
                [.set(.priority, .value(0))],
            ])
    }

    private var masquerading: ChainPlan {
        let mark = options.masqueradeMark
        return chain(
            Self.masquerading,
            [
                [
                    .matchFlags(.connectionStatus, Self.translatedDestination),
                    .lookup([source, destination], SetName.hairpins.name),
                    .set(.mark, .and(.mark, ~mark)), .masquerade(.fullyRandom),
                ],
                [.matchMasked(.mark, mask: mark, .equal, value: 0), .verdict(.return)],
                [.set(.mark, .and(.mark, ~mark))],
                [.masquerade(.fullyRandom)],
            ])
    }

    private var hooks: [ChainPlan] {
        func onNew(
            _ name: ChainName, _ point: HookPoint, _ priority: Int32, _ next: ChainName,
            _ more: [Statement] = []
        ) -> ChainPlan {
            let isNew = Statement.matchFlags(.connectionState, Self.newState)
            return chain(
                name, hook: Hook(.filter, point, priority: priority),
                [[isNew] + more + [.verdict(.jump(next))]])
        }
        func always(
            _ name: ChainName, _ point: HookPoint, _ priority: Int32, _ next: ChainName
        ) -> ChainPlan {
            chain(name, hook: Hook(.nat, point, priority: priority), [[.verdict(.jump(next))]])
        }
        let sign = ServiceNumber.sign
        let isNumbered: [Statement] = [
            .matchFlags(.connectionStatus, Self.translatedDestination),
            .matchMasked(.priority, mask: sign, .equal, value: sign),
        ]
        return [
            onNew("filter-prerouting-first", .prerouting, -110, Self.admission),
            onNew("filter-output-first", .output, -110, Self.admission),
            always("nat-prerouting", .prerouting, -100, Self.services),
            always("nat-output", .output, -100, Self.services),
            onNew(
                "filter-prerouting-translated", .prerouting, -99, Self.remember, isNumbered),
            onNew("filter-output-translated", .output, -99, Self.remember, isNumbered),
            onNew("filter-forward", .forward, 0, Self.clusterAddresses),
            onNew("filter-output", .output, 0, Self.clusterAddresses),
            always("nat-postrouting", .postrouting, 100, Self.masquerading),
        ]
    }
}
