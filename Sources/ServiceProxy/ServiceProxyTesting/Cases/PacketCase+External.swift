import KubernetesAPI
import NetworkAddress

extension PacketCase {
    /// External addresses, load-balancer addresses and node ports under policy Cluster.
    static let externalAddresses: [PacketCase] = [
        PacketCase(
            "everybody is masqueraded at external addresses",
            everywhere([EndpointSketch(.podA2), EndpointSketch(.podB1)]),
            [BedHost.podA1, .podB2, .external, .nodeA].flatMap { from in
                outer.map { Row(from, $0, .masqueraded([.podA2, .podB1])) }
            }),
        PacketCase(
            "a load-balancer address of mode Proxy is let pass",
            everywhere([EndpointSketch(.podA2)]) { $0.ingressMode = .proxy },
            [
                Row(.podA1, .outside(11), .untouched),
                Row(.external, .outside(11), .untouched),
                Row(.external, .outside(1), .masqueraded([.podA2])),
            ]),
        PacketCase(
            "a load-balancer address of mode VIP is ours",
            everywhere([EndpointSketch(.podA2)]) { $0.ingressMode = .vip },
            [Row(.podA1, .outside(11), .masqueraded([.podA2]))]),
        PacketCase(
            "a Service without node ports has none",
            everywhere([EndpointSketch(.podA2)]) { $0.hasNodePort = false },
            [
                Row(.external, .nodePort(1), .untouched),
                Row(.external, .outside(11), .masqueraded([.podA2])),
            ]),
        PacketCase(
            "node ports answer at the node's first address",
            everywhere([EndpointSketch(.podA2)]),
            [
                Row(.external, .nodePort(1), .masqueraded([.podA2])),
                Row(.external, .secondNodePort(1), .untouched),
                Row(.podA1, .bridgeNodePort(1), .untouched),
            ]),
        PacketCase(
            "node ports answer within prefixes",
            set(everywhere([EndpointSketch(.podA2)])) {
                $0.nodePortPrefixes = AddressFamily.allCases.map {
                    IPPrefix(BedAddress.second($0))
                }
            },
            [
                Row(.external, .nodePort(1), .untouched),
                Row(.external, .secondNodePort(1), .masqueraded([.podA2])),
                Row(.podA1, .secondNodePort(1), .masqueraded([.podA2])),
                Row(.nodeA, .secondNodePort(1), .masqueraded([.podA2])),
                Row(.podA1, .bridgeNodePort(1), .untouched),
            ]),
        PacketCase(
            "node ports answer at every address",
            set(everywhere([EndpointSketch(.podA2)])) {
                $0.nodePortPrefixes = AddressFamily.allCases.map { .all($0) }
            },
            [
                Row(.external, .nodePort(1), .masqueraded([.podA2])),
                Row(.podB1, .secondNodePort(1), .masqueraded([.podA2])),
                Row(.podA1, .bridgeNodePort(1), .masqueraded([.podA2])),
            ]),
        PacketCase(
            "an external address that two Services claim is the first one's",
            ClusterSketch([
                shared(1, [EndpointSketch(.podA2)]), shared(2, [EndpointSketch(.podB1)]),
            ]),
            [
                Row(.external, .outside(3), .masqueraded([.podA2])),
                Row(.podA1, .cluster(2), .kept([.podB1])),
            ]),
        PacketCase(
            "an external address that is the node's own",
            everywhere([EndpointSketch(.podA2)]) { $0.takesNodeAddress = true },
            [
                Row(.external, .node(port: 80), .masqueraded([.podA2])),
                Row(.podA1, .node(port: 80), .masqueraded([.podA2])),
                Row(.external, .node(port: 8080), .untouched),
            ]),
    ]

    private static func shared(_ number: Int, _ endpoints: [EndpointSketch]) -> ServiceSketch {
        var service = ServiceSketch(number, endpoints)
        service.externalIPs = [3]
        return service
    }

    /// External policy Local.
    static let externalLocal: [PacketCase] = [
        PacketCase(
            "policy Local keeps the source, and short-circuits pods and the node",
            everywhere([EndpointSketch(.podA2), EndpointSketch(.podB1)]) {
                $0.externalPolicy = .local
            },
            outer.flatMap {
                [
                    Row(.external, $0, .kept([.podA2])),
                    Row(.podA1, $0, .kept([.podA2, .podB1])),
                    Row(.podB2, $0, .kept([.podA2, .podB1])),
                    Row(.nodeA, $0, .masqueraded([.podA2, .podB1])),
                ]
            } + [Row(.external, .cluster(1), .masqueraded([.podA2, .podB1]))]),
        PacketCase(
            "policy Local without an endpoint here: dropped, but for pods and the node",
            everywhere([EndpointSketch(.podB1)]) { $0.externalPolicy = .local },
            outer.flatMap {
                [
                    Row(.external, $0, .dropped), Row(.podA1, $0, .kept([.podB1])),
                    Row(.nodeA, $0, .masqueraded([.podB1])),
                ]
            }),
        PacketCase(
            "policy Local: pods of other nodes are outside when the node's own prefix decides",
            set(
                everywhere([EndpointSketch(.podA2), EndpointSketch(.podB1)]) {
                    $0.externalPolicy = .local
                }
            ) { $0.locality = ClusterSketch.podsOfNode },
            outer.flatMap {
                [
                    Row(.podB2, $0, .kept([.podA2])), Row(.podA1, $0, .kept([.podA2, .podB1])),
                ]
            }),
        PacketCase(
            "policy Local decides for itself when only terminating endpoints are here",
            everywhere([
                EndpointSketch(.podA2, conditions: EndpointSketch.terminating),
                EndpointSketch(.podB1),
            ]) { $0.externalPolicy = .local },
            outer.flatMap {
                [Row(.external, $0, .kept([.podA2])), Row(.podA1, $0, .kept([.podB1]))]
            } + [Row(.podA1, .cluster(1), .kept([.podB1]))]),
        PacketCase(
            "policy Local: a pod reaches itself by an external address",
            everywhere([EndpointSketch(.podA1)]) { $0.externalPolicy = .local },
            outer.map { Row(.podA1, $0, .masqueraded([.podA1])) }),
    ]
}
