import KubernetesAPI

extension PacketCase {
    /// The cluster address: who is masqueraded, what is refused and what is dropped.
    static let clusterAddresses: [PacketCase] = [
        PacketCase(
            "pods keep their source at a cluster address, others don't",
            one([EndpointSketch(.podA2), EndpointSketch(.podB1)]),
            [
                Row(.podA1, .cluster(1), .kept([.podA2, .podB1])),
                Row(.podB2, .cluster(1), .kept([.podA2, .podB1])),
                Row(.external, .cluster(1), .masqueraded([.podA2, .podB1])),
                Row(.nodeA, .cluster(1), .masqueraded([.podA2, .podB1])),
            ]),
        PacketCase(
            "masqueradeAll: nobody keeps his source at a cluster address",
            set(one([EndpointSketch(.podA2), EndpointSketch(.podB1)])) {
                $0.masqueradesAll = true
            },
            [
                Row(.podA1, .cluster(1), .masqueraded([.podA2, .podB1])),
                Row(.podB2, .cluster(1), .masqueraded([.podA2, .podB1])),
                Row(.external, .cluster(1), .masqueraded([.podA2, .podB1])),
            ]),
        PacketCase(
            "a pod that reaches itself is masqueraded",
            one([EndpointSketch(.podA1), EndpointSketch(.podA2)]),
            [
                Row(.podA1, .cluster(1), .mixed(kept: [.podA2], masqueraded: [.podA1])),
                Row(.podA3, .cluster(1), .kept([.podA1, .podA2])),
            ]),
        PacketCase(
            "a port that a cluster address does not define is refused, a free address dropped",
            one([EndpointSketch(.podA2)]),
            [BedHost.podA1, .podB1, .external, .nodeA].flatMap {
                [
                    Row($0, .cluster(1, port: 81), .refused),
                    Row($0, .cluster(77), .dropped),
                    Row($0, .cluster(77, port: 8080), .dropped),
                ]
            }),
        PacketCase(
            "nobody serves: refused at every address",
            everywhere([]),
            [BedHost.podA1, .podB1, .external, .nodeA].flatMap { from in
                [Row(from, .cluster(1), .refused)] + outer.map { Row(from, $0, .refused) }
            }),
        PacketCase(
            "endpoints outside of the cluster and on the node itself",
            one([EndpointSketch(.external), EndpointSketch(.nodeA)]) { $0.type = .nodePort },
            [
                Row(.podA1, .cluster(1), .kept([.external, .nodeA])),
                Row(.podA1, .nodePort(1), .masqueraded([.external, .nodeA])),
                Row(.nodeA, .cluster(1), .masqueraded([.external, .nodeA])),
                Row(.external, .nodePort(1), .masqueraded([.external, .nodeA])),
            ]),
        PacketCase(
            "what no Service has is let pass",
            everywhere([EndpointSketch(.podA2)]),
            [
                Row(.podA1, .outside(1, port: 81), .untouched),
                Row(.external, .outside(11, port: 443), .untouched),
                Row(.external, .outside(99), .untouched),
                Row(.external, .nodePort(9), .untouched),
                Row(.podB1, .host(.nodeA, port: 8080), .untouched),
                Row(.podA1, .host(.podB1, port: 8080), .untouched),
                Row(.nodeA, .host(.external, port: 8081), .untouched),
            ]),
    ]

    /// Which endpoints are chosen among.
    static let choices: [PacketCase] = [
        PacketCase(
            "an endpoint without a word of its readiness is ready, an unready one is not",
            one([
                EndpointSketch(.podA2, conditions: EndpointConditions()),
                EndpointSketch(.podB1, conditions: EndpointSketch.unready),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podA2]))]),
        PacketCase(
            "only unready endpoints: refused",
            everywhere([
                EndpointSketch(.podA2, conditions: EndpointSketch.unready),
                EndpointSketch(.podB1, conditions: EndpointSketch.ended),
            ]),
            [Row(.podA1, .cluster(1), .refused), Row(.external, .nodePort(1), .refused)]),
        PacketCase(
            "terminating endpoints serve when nobody else does",
            everywhere([
                EndpointSketch(.podA2, conditions: EndpointSketch.terminating),
                EndpointSketch(.podB1, conditions: EndpointSketch.terminating),
                EndpointSketch(.podB2, conditions: EndpointSketch.ended),
            ]),
            [
                Row(.podA1, .cluster(1), .kept([.podA2, .podB1])),
                Row(.external, .outside(11), .masqueraded([.podA2, .podB1])),
            ]),
        PacketCase(
            "a ready endpoint keeps terminating ones out",
            one([
                EndpointSketch(.podA2, conditions: EndpointSketch.terminating),
                EndpointSketch(.podB1),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podB1]))]),
        PacketCase(
            "ready in one slice and terminating in another: ready",
            one([
                EndpointSketch(.podA2, conditions: EndpointSketch.terminating),
                EndpointSketch(.podA2, slice: 1),
                EndpointSketch(.podB1, slice: 1),
            ]),
            [Row(.podA1, .cluster(1), .kept([.podA2, .podB1]))]),
    ]
}
