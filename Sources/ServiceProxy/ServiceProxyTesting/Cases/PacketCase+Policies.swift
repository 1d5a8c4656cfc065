import KubernetesAPI
import NetworkAddress

extension PacketCase {
    /// Internal policy Local.
    static let internalLocal: [PacketCase] = [
        PacketCase(
            "internal policy Local leads to this node alone",
            everywhere([EndpointSketch(.podA2), EndpointSketch(.podB1)]) {
                $0.internalPolicy = .local
            },
            [
                Row(.podA1, .cluster(1), .kept([.podA2])),
                Row(.external, .cluster(1), .masqueraded([.podA2])),
                Row(.nodeA, .cluster(1), .masqueraded([.podA2])),
                Row(.podA1, .nodePort(1), .masqueraded([.podA2, .podB1])),
            ]),
        PacketCase(
            "internal policy Local without an endpoint here: dropped",
            everywhere([EndpointSketch(.podB1)]) { $0.internalPolicy = .local },
            [
                Row(.podA1, .cluster(1), .dropped), Row(.external, .cluster(1), .dropped),
                Row(.nodeA, .cluster(1), .dropped),
                Row(.external, .outside(11), .masqueraded([.podB1])),
            ]),
        PacketCase(
            "internal policy Local falls back to terminating endpoints of this node",
            one([
                EndpointSketch(.podA2, conditions: EndpointSketch.terminating),
                EndpointSketch(.podB1),
            ]) { $0.internalPolicy = .local },
            [Row(.podA1, .cluster(1), .kept([.podA2]))]),
        PacketCase(
            "both policies Local, and nobody anywhere: refused",
            everywhere([]) {
                $0.internalPolicy = .local
                $0.externalPolicy = .local
            },
            [Row(.podA1, .cluster(1), .refused), Row(.external, .outside(1), .refused)]),
    ]

    /// Topology hints.
    static let hints: [PacketCase] = [
        PacketCase(
            "hints of zones, when every ready endpoint has one",
            everywhere([
                EndpointSketch(.podA2, hints: EndpointHints(forZones: ["zone-1"])),
                EndpointSketch(.podB1, hints: EndpointHints(forZones: ["zone-2"])),
            ]),
            [
                Row(.podA1, .cluster(1), .kept([.podA2])),
                Row(.external, .nodePort(1), .masqueraded([.podA2])),
            ]),
        PacketCase(
            "an endpoint without a hint: all hints are ignored",
            one([
                EndpointSketch(.podA2, hints: EndpointHints(forZones: ["zone-1"])),
                EndpointSketch(.podB1),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podA2, .podB1]))]),
        PacketCase(
            "no hint for this zone: all hints are ignored",
            one([
                EndpointSketch(.podA2, hints: EndpointHints(forZones: ["zone-3"])),
                EndpointSketch(.podB1, hints: EndpointHints(forZones: ["zone-2"])),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podA2, .podB1]))]),
        PacketCase(
            "a node without a zone ignores hints of zones",
            set(
                one([
                    EndpointSketch(.podA2, hints: EndpointHints(forZones: ["zone-1"])),
                    EndpointSketch(.podB1, hints: EndpointHints(forZones: ["zone-2"])),
                ])
            ) { $0.zone = nil },
            [Row(.podA1, .cluster(1), .kept([.podA2, .podB1]))]),
        PacketCase(
            "hints of nodes come before those of zones",
            one([
                EndpointSketch(
                    .podA2, hints: EndpointHints(forZones: ["zone-1"], forNodes: ["node-b"])),
                EndpointSketch(
                    .podB1, hints: EndpointHints(forZones: ["zone-2"], forNodes: ["node-a"])),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podB1]))]),
        PacketCase(
            "hints don't count for policy Local",
            everywhere([
                EndpointSketch(.podA2, hints: EndpointHints(forZones: ["zone-2"])),
                EndpointSketch(.podB1, hints: EndpointHints(forZones: ["zone-1"])),
            ]) { $0.externalPolicy = .local },
            [
                Row(.external, .nodePort(1), .kept([.podA2])),
                Row(.podA1, .nodePort(1), .kept([.podB1])),
                Row(.podA1, .cluster(1), .kept([.podB1])),
            ]),
    ]

    /// Who may use load-balancer addresses.
    static let sourceRanges: [PacketCase] = [
        PacketCase(
            "source ranges close load-balancer addresses to others, and only these addresses",
            everywhere([EndpointSketch(.podA2)]) {
                $0.sourceRanges = AddressFamily.allCases.map {
                    " \(BedHost.external.address($0))/\($0 == .ipv4 ? 32 : 128) "
                }
            },
            [
                Row(.external, .outside(11), .masqueraded([.podA2])),
                Row(.podA1, .outside(11), .dropped), Row(.podB1, .outside(11), .dropped),
                Row(.nodeA, .outside(11), .dropped),
                Row(.podB1, .outside(1), .masqueraded([.podA2])),
                Row(.podB1, .nodePort(1), .masqueraded([.podA2])),
                Row(.podA1, .cluster(1), .kept([.podA2])),
            ]),
        PacketCase(
            "source ranges with the node inside",
            everywhere([EndpointSketch(.podA2)]) {
                $0.sourceRanges = AddressFamily.allCases.map {
                    "\(BedHost.nodeA.address($0))/\($0 == .ipv4 ? 32 : 128)"
                }
            },
            [
                Row(.nodeA, .outside(11), .masqueraded([.podA2])),
                Row(.external, .outside(11), .dropped), Row(.podA1, .outside(11), .dropped),
            ]),
        PacketCase(
            "source ranges with policy Local",
            everywhere([EndpointSketch(.podA2)]) {
                $0.externalPolicy = .local
                $0.sourceRanges = AddressFamily.allCases.map {
                    "\(BedHost.external.address($0))/\($0 == .ipv4 ? 24 : 64)"
                }
            },
            [
                Row(.external, .outside(11), .kept([.podA2])),
                Row(.podA1, .outside(11), .dropped),
            ]),
    ]

    /// How a pod of the node is told from others.
    static let localities: [PacketCase] =
        [
            ("the node's own prefixes", ClusterSketch.podsOfNode, true),
            ("a bridge", .bridge(PacketBed.bridgeName), true),
            ("an interface's first letters", .interfacePrefix("br"), true),
            ("another interface's name", .bridge("cni0"), false),
        ].map { name, locality, isKept in
            PacketCase(
                "local pods are told by \(name)",
                set(one([EndpointSketch(.podA2)])) { $0.locality = locality },
                [
                    Row(.podA1, .cluster(1), isKept ? .kept([.podA2]) : .masqueraded([.podA2])),
                    Row(.podB1, .cluster(1), .masqueraded([.podA2])),
                    Row(.external, .cluster(1), .masqueraded([.podA2])),
                    Row(.nodeA, .cluster(1), .masqueraded([.podA2])),
                ])
        } + [
            PacketCase(
                "nothing tells local pods: nobody is masqueraded at a cluster address",
                set(one([EndpointSketch(.podA2)])) { $0.locality = .unknown },
                [BedHost.podA1, .podB1, .external].map { Row($0, .cluster(1), .kept([.podA2])) })
        ]

    /// Labels and annotations that say what is ours, and who is chosen.
    static let selections: [PacketCase] = [
        PacketCase(
            "a Service of another proxy is none of ours",
            everywhere([EndpointSketch(.podA2)]) {
                $0.labels = ["service.kubernetes.io/service-proxy-name": "other"]
            },
            [
                Row(.podA1, .cluster(1), .dropped), Row(.external, .outside(11), .untouched),
                Row(.external, .nodePort(1), .untouched),
            ]),
        PacketCase(
            "slices that are labelled headless don't count",
            one([EndpointSketch(.podA2)]) {
                $0.sliceLabels = ["service.kubernetes.io/headless": ""]
            },
            [Row(.podA1, .cluster(1), .refused)]),
        PacketCase(
            "an endpoint of weight 0 gets nothing",
            everywhere([EndpointSketch(.podA2), EndpointSketch(.podB1)]) {
                $0.annotations = ["svcproxy.martlet.dev/weights": "node/node-b=0"]
            },
            [
                Row(.podA1, .cluster(1), .kept([.podA2])),
                Row(.external, .nodePort(1), .masqueraded([.podA2])),
            ]),
        PacketCase(
            "affinity changes nothing for a first connection",
            everywhere([EndpointSketch(.podB1)]) {
                $0.affinitySeconds = 30
                $0.externalPolicy = .local
            },
            [
                Row(.podA1, .cluster(1), .kept([.podB1])),
                Row(.external, .nodePort(1), .dropped),
                Row(.nodeA, .nodePort(1), .masqueraded([.podB1])),
            ]),
    ]
}
