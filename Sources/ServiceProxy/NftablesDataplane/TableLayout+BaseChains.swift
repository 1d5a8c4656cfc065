import Nftables

/// The chains that are always there. Hooks and priorities are those of kube-proxy's nftables mode,
/// so that both agree with firewalls; the rest is in an order in which each stands before its user.
extension TableLayout {
    /// The chains that are always there, with their rules.
    package var baseChains: [ChainPlan] {
        refusals + [markForMasquerade, markForeign, services, remember, masquerading] + hooks
    }

    private static let refuse: ChainName = "refuse"
    private static let refuseWithoutEndpoint: ChainName = "refuse-without-endpoint"
    private static let refuseUnknownPort: ChainName = "refuse-unknown-port"
    package static let markForMasquerade: ChainName = "mark-for-masquerade"
    private static let markForeign: ChainName = "mark-foreign"
    private static let services: ChainName = "services"
    private static let remember: ChainName = "remember"
    private static let masquerading: ChainName = "masquerading"

    /// C: NF_CT_STATE_BIT(IP_CT_NEW)
    private static let newState: UInt32 = 1 << 3
    /// C: IPS_DST_NAT
    private static let translatedDestination: UInt32 = 1 << 5

    private var refusals: [ChainPlan] {
        let tcp = FieldBytes().proto(.tcp)
        return [
            chain(
                Self.refuse,
                [
                    [.match(.l4Protocol, .equal, tcp), .reject(.tcpReset)],
                    [.reject(.portUnreachable(table.family))],
                ]),
            chain(
                Self.refuseWithoutEndpoint,
                [
                    [
                        .lookup(target, SetName.noEndpoints.name),
                        .verdict(.goto(Self.refuse)),
                    ],
                    [
                        .lookup([destination], SetName.nodePortAddresses.name),
                        .lookup(nodePort, SetName.noEndpointsNodePorts.name),
                        .verdict(.goto(Self.refuse)),
                    ],
                ]),
            chain(
                Self.refuseUnknownPort,
                [
                    [
                        .lookup([destination], SetName.clusterIPs.name),
                        .verdict(.goto(Self.refuse)),
                    ]
                ]
                    + serviceCIDRs.map { prefix in
                        [.matchPrefix(destination, .equal, prefix), .verdict(.drop)]
                    }),
        ]
    }

    /// One bit of the mark, the others as they are: they are somebody else's.
    private var markForMasquerade: ChainPlan {
        chain(Self.markForMasquerade, [[.set(.mark, .or(.mark, options.masqueradeMark))]])
    }

    /// What goes to a cluster address and does not come from a pod.
    private var markForeign: ChainPlan {
        let mark: [[Statement]] = [[.verdict(.goto(Self.markForMasquerade))]]
        if options.masqueradesAll { return chain(Self.markForeign, mark) }
        let own = options.podCIDRs.filter { $0.family == family }
        guard !own.isEmpty else { return chain(Self.markForeign, []) }
        return chain(
            Self.markForeign,
            own.map { [.matchPrefix(source, .equal, $0), .verdict(.return)] } + mark)
    }

    private var services: ChainPlan {
        chain(
            Self.services,
            [
                [
                    .lookup([destination], SetName.clusterIPs.name),
                    .verdict(.jump(Self.markForeign)),
                ],
                [.vmap(target, SetName.services.name)],
                [
                    .lookup([destination], SetName.nodePortAddresses.name),
                    .vmap(nodePort, SetName.nodePorts.name),
                ],
            ])
    }

    private var remember: ChainPlan {
        chain(
            Self.remember,
            [
                [
                    .matchFlags(.connectionStatus, Self.translatedDestination),
                    .vmap([.meta(.priority)], SetName.affinityTimeouts.name),
                ]
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
            _ name: ChainName, _ point: HookPoint, _ priority: Int32, _ next: ChainName
        )
            -> ChainPlan
        {
            chain(
                name, hook: Hook(.filter, point, priority: priority),
                [[.matchFlags(.connectionState, Self.newState), .verdict(.jump(next))]])
        }
        func always(
            _ name: ChainName, _ point: HookPoint, _ priority: Int32, _ next: ChainName
        )
            -> ChainPlan
        {
            chain(name, hook: Hook(.nat, point, priority: priority), [[.verdict(.jump(next))]])
        }
        return [
            onNew("filter-prerouting-first", .prerouting, -110, Self.refuseWithoutEndpoint),
            onNew("filter-output-first", .output, -110, Self.refuseWithoutEndpoint),
            always("nat-prerouting", .prerouting, -100, Self.services),
            always("nat-output", .output, -100, Self.services),
            onNew("filter-prerouting-translated", .prerouting, -99, Self.remember),
            onNew("filter-output-translated", .output, -99, Self.remember),
            onNew("filter-forward", .forward, 0, Self.refuseUnknownPort),
            onNew("filter-output", .output, 0, Self.refuseUnknownPort),
            always("nat-postrouting", .postrouting, 100, Self.masquerading),
        ]
    }
}
