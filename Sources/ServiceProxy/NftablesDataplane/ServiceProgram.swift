/// What happens to a packet whose target is a Service's: its shape, which many Services share.
///
/// How many there are follows from the largest number of endpoints (its logarithm) and the distinct
/// affinity timeouts, not from the number of Services.
package enum ServiceProgram: Hashable, Sendable {
    /// At a cluster address: what does not come from a pod here is masqueraded.
    case cluster(EndpointChooser)
    /// At an external address or a port of the node: always masqueraded.
    case external(EndpointChooser)
    /// The same under policy `Local`: pods here and the node itself get one of the cluster's
    /// endpoints, everybody else one of this node's; there may be none.
    case shortCircuit(EndpointChooser, local: EndpointChooser?)

    /// `cluster-pick-8`, `external-pick-8`, `local-pick-2-or-pick-8`, `local-none-or-pick-8`.
    package var name: String {
        switch self {
        case .cluster(let chooser): "cluster-\(chooser.name)"
        case .external(let chooser): "external-\(chooser.name)"
        case .shortCircuit(let all, let local): "local-\(local?.name ?? "none")-or-\(all.name)"
        }
    }

    /// The choices it goes on to.
    package var choosers: [EndpointChooser] {
        switch self {
        case .cluster(let chooser), .external(let chooser): [chooser]
        case .shortCircuit(let all, let local): [all] + (local.map { [$0] } ?? [])
        }
    }

    /// Whether clients are remembered.
    package var remembers: Bool { choosers.contains { $0.memory != nil } }
}

/// The chains that elements lead to.
package enum ServiceChain: Hashable, Sendable {
    case program(ServiceProgram)
    case memory(ClientMemory)

    /// The chain's name.
    package var name: String {
        switch self {
        case .program(let program): program.name
        case .memory(let memory): memory.name
        }
    }
}

extension Set<ServiceChain> {
    /// By name.
    package var ordered: [ServiceChain] {
        map { (name: $0.name, chain: $0) }.sorted { $0.name < $1.name }.map(\.chain)
    }
}
