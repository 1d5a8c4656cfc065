import KubernetesAPI
import NetworkAddress

/// The endpoints of one port of a Service, gathered from its slices, and the choice among them.
struct EndpointChoice {
    /// What is known of one address and port.
    struct Candidate {
        var endpoint: SocketEndpoint
        var state: EndpointRecord.State
        var place: UInt32
        var weight: UInt16

        var isReady: Bool { state.contains(.ready) }
        /// Terminating, but still answering.
        var isFallback: Bool { state.isSuperset(of: [.serving, .terminating]) }
        var isHere: Bool { state.contains(.here) }
        /// On this node, or on a node nobody named.
        var mayBeHere: Bool { !state.contains(.elsewhere) }
    }

    /// What the choice goes by, beside the endpoints.
    struct Viewpoint {
        var nodeName: String
        var zone: String?
    }

    private var candidates: [Candidate] = []

    /// Adds what a slice says of the port; slices come in the order of their names.
    mutating func add(
        _ slice: SliceRecord, port: ServiceRecord.ServedPort, _ weights: EndpointWeights,
        _ places: EndpointPlaces
    ) {
        for served in slice.ports
        where served.name == port.name && served.transport == port.transport {
            let isWeighted = !weights.rules.isEmpty || !slice.weights.rules.isEmpty
            candidates.reserveCapacity(candidates.count + slice.endpoints.count)
            var offset = 0
            for record in slice.endpoints {
                let length = Int(record.podNameLength)
                defer { offset += length }
                var weight: UInt16 = 1
                if isWeighted {
                    let pod = String(
                        decoding: slice.podNames[offset..<offset + length], as: UTF8.self)
                    let place = places[record.place]
                    weight =
                        slice.weights.weight(record.address, pod: pod, place)
                        ?? weights.weight(record.address, pod: pod, place) ?? 1
                }
                candidates.append(
                    Candidate(
                        endpoint: SocketEndpoint(record.address, served.port),
                        state: record.state, place: record.place, weight: weight))
            }
        }
    }

    /// Makes one candidate of those with one address and port: ready in one slice is ready.
    private mutating func merge() {
        var isAscending = true
        for index in candidates.indices.dropFirst()
        where !(candidates[index - 1].endpoint < candidates[index].endpoint) {
            isAscending = false
            break
        }
        if isAscending { return }
        // By position among equals, so that the first slice's word comes first.
        let order = candidates.indices.sorted {
            let (left, right) = (candidates[$0].endpoint, candidates[$1].endpoint)
            return left != right ? left < right : $0 < $1
        }
        var merged: [Candidate] = []
        merged.reserveCapacity(candidates.count)
        for index in order {
            let next = candidates[index]
            guard let last = merged.last, last.endpoint == next.endpoint else {
                merged.append(next)
                continue
            }
            merged[merged.count - 1] = last.merged(with: next)
        }
        candidates = merged
    }

    /// Who gets what.
    struct Outcome {
        var cluster: [WeightedEndpoint] = []
        var local: [WeightedEndpoint] = []
        /// Chosen ones that may reach themselves.
        var hairpins: [IPAddress] = []
        /// Those that serve what they have, and are not chosen.
        var retained: [SocketEndpoint] = []
    }

    /// The choice for both policies; `local` stays empty unless it is wanted, and so `retained`.
    mutating func outcome(
        from viewpoint: Viewpoint, _ places: EndpointPlaces, wantsLocal: Bool, wantsRetained: Bool
    ) -> Outcome {
        merge()
        let cluster = clusterChoice(viewpoint, places)
        let local = wantsLocal ? localChoice() : []
        var outcome = Outcome(
            cluster: cluster.map(\.weighted), local: local.map(\.weighted))
        var here = cluster.filter(\.mayBeHere)
        if !local.isEmpty {
            here += local
            here.sort { $0.endpoint < $1.endpoint }
        }
        for candidate in here where outcome.hairpins.last != candidate.endpoint.address {
            outcome.hairpins.append(candidate.endpoint.address)
        }
        guard wantsRetained, cluster.count < candidates.count else { return outcome }
        var chosen = Set(cluster.map(\.endpoint))
        chosen.formUnion(local.map(\.endpoint))
        outcome.retained = candidates.filter {
            !$0.state.isDisjoint(with: [.ready, .serving]) && !chosen.contains($0.endpoint)
        }.map(\.endpoint)
        return outcome
    }

    /// How many addresses of this node are ready.
    mutating func readyHere() -> Int {
        merge()
        var addresses: Set<IPAddress> = []
        for candidate in candidates where candidate.isHere && candidate.isReady {
            addresses.insert(candidate.endpoint.address)
        }
        return addresses.count
    }

    /// The ready ones that hints leave to this node; without any, those still serving.
    private func clusterChoice(
        _ viewpoint: Viewpoint, _ places: EndpointPlaces
    ) -> [Candidate] {
        let ready = candidates.filter { $0.isReady && $0.weight > 0 }
        guard !ready.isEmpty else { return candidates.filter { $0.isFallback && $0.weight > 0 } }
        return hinted(ready, viewpoint, places)
    }

    /// Those whose hints name this node, else this zone; all when one has no such hint, or none
    /// names it.
    private func hinted(
        _ ready: [Candidate], _ viewpoint: Viewpoint, _ places: EndpointPlaces
    ) -> [Candidate] {
        guard places[ready[0].place].hints != nil else { return ready }
        let hints = ready.map { places[$0.place].hints ?? EndpointHints() }
        func chosen(_ names: (EndpointHints) -> [String], _ own: String) -> [Candidate]? {
            guard hints.allSatisfy({ !names($0).isEmpty }) else { return nil }
            let own = zip(ready, hints).filter { names($1).contains(own) }.map(\.0)
            return own.isEmpty ? nil : own
        }
        return chosen(\.forNodes, viewpoint.nodeName)
            ?? chosen(\.forZones, viewpoint.zone ?? "") ?? ready
    }

    /// The ready ones of this node; without any, those of it that still serve.
    private func localChoice() -> [Candidate] {
        let here = candidates.filter { $0.isHere && $0.weight > 0 }
        let ready = here.filter(\.isReady)
        return ready.isEmpty ? here.filter(\.isFallback) : ready
    }
}

extension EndpointChoice.Candidate {
    fileprivate var weighted: WeightedEndpoint { WeightedEndpoint(endpoint, weight: weight) }

    /// What two slices say of one endpoint.
    ///
    /// Ready in one is ready, with that one's hints: the other may be about a Pod that is gone.
    fileprivate func merged(with other: Self) -> Self {
        var one = !isReady && other.isReady ? other : self
        one.state = state.union(other.state)
        if one.isHere { one.state.remove(.elsewhere) }
        // Serving by one's word and terminating by the other's is no fallback.
        if !isFallback && !other.isFallback { one.state.remove(.terminating) }
        return one
    }
}
