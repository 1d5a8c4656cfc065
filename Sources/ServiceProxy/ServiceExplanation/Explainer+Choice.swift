import NetworkAddress
import ServiceModel

extension Explainer {
    /// Who may get the packet, with what chance.
    func choice(
        _ packet: Packet, _ plan: ServicePortPlan, _ scope: EndpointScope, isMasqueraded: Bool,
        _ told: inout PacketExplanation
    ) -> PacketFate {
        let endpoints = plan.endpoints(scope)
        let total = endpoints.reduce(0) { $0 + Int($1.weight) }
        var candidates: [PacketFate.Candidate] = []
        func add(_ endpoint: SocketEndpoint, _ chance: Double) {
            let isHairpin =
                endpoint.address == packet.source && plan.hairpins.contains(endpoint.address)
            candidates.append(
                PacketFate.Candidate(
                    endpoint: endpoint, chance: chance,
                    isMasqueraded: isMasqueraded || isHairpin))
        }
        switch plan.method {
        case .random:
            for one in endpoints { add(one.endpoint, Double(one.weight) / Double(max(total, 1))) }
            told.add(Self.sentence(endpoints))
        case .sourceHash:
            let owners = SourceHash.table(endpoints)
            guard !owners.isEmpty else { return .dropped }
            let place = SourceHash.place(of: packet.source, places: owners.count)
            add(owners[place], 1)
            told.add(
                "The hash of \(packet.source) leads to \(owners[place]), one of "
                    + "\(endpoints.count).")
        }
        if let seconds = plan.affinityTimeoutSeconds {
            told.add(
                "A client that connected within the last \(seconds) s stays with its endpoint "
                    + "instead: its Service port has affinity.")
        }
        if !isMasqueraded, candidates.contains(where: \.isMasqueraded) {
            told.add("Where \(packet.source) would reach itself, it is masqueraded.")
        }
        return .translated(candidates)
    }

    private static func sentence(_ endpoints: [WeightedEndpoint]) -> String {
        guard endpoints.count > 1 else { return "Its only endpoint gets it." }
        let isEven = endpoints.allSatisfy { $0.weight == endpoints[0].weight }
        return isEven
            ? "One of its \(endpoints.count) endpoints gets it, each with the same chance."
            : "One of its \(endpoints.count) endpoints gets it, by their weights."
    }
}
