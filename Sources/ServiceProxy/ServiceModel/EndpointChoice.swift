import KubernetesAPI
import NetworkAddress

/// The endpoints of one port of a Service, gathered from its slices, and the choice among them.
struct EndpointChoice {
    /// What is known of one address and port.
    private struct Candidate {
        var endpoint: SocketEndpoint
        var isReady: Bool
        /// Terminating, but still answering.
        var isFallback: Bool
        /// On this node, or on a node nobody named.
        var mayBeHere: Bool
    }

    private var candidates: [Candidate] = []

    /// Adds what a slice says of the port.
    mutating func add(
        _ slice: Held<EndpointSlice>, port: KubernetesAPI.ServicePort, nodeName: String
    ) {
        for slicePort in slice.value.ports
        where slicePort.name == port.name && slicePort.protocol == port.protocol {
            guard let number = slicePort.port else { continue }
            candidates.reserveCapacity(candidates.count + slice.value.endpoints.count)
            for endpoint in slice.value.endpoints {
                add(endpoint, port: Port(rawValue: number), slice.value.addressType, nodeName)
            }
        }
    }

    private mutating func add(
        _ endpoint: Endpoint, port: Port, _ type: EndpointSlice.AddressType, _ nodeName: String
    ) {
        // Consumers use the first address only; the API says so of this field.
        guard let text = endpoint.addresses.first, let address = IPAddress(text),
            (address.family == .ipv4) == (type == .ipv4)
        else { return }
        let conditions = endpoint.conditions
        let isServing = conditions.serving ?? true
        candidates.append(
            Candidate(
                endpoint: SocketEndpoint(address, port), isReady: conditions.isReady,
                isFallback: !conditions.isReady && isServing && conditions.isTerminating,
                mayBeHere: endpoint.nodeName.map { nodeName.isEmpty || $0 == nodeName } ?? true))
    }

    /// Who gets new connections, ascending, and which of their addresses may be on this node.
    ///
    /// The ready ones; if there is none, those that still serve while they terminate. An endpoint
    /// that is ready in one slice is ready.
    func chosen() -> (endpoints: [SocketEndpoint], here: [IPAddress]) {
        let hasReady = candidates.contains(where: \.isReady)
        let usable = candidates.filter { hasReady ? $0.isReady : $0.isFallback }
            .sorted { $0.endpoint < $1.endpoint }
        var endpoints: [SocketEndpoint] = []
        var here: [IPAddress] = []
        endpoints.reserveCapacity(usable.count)
        for candidate in usable {
            if endpoints.last != candidate.endpoint { endpoints.append(candidate.endpoint) }
            if candidate.mayBeHere, here.last != candidate.endpoint.address {
                here.append(candidate.endpoint.address)
            }
        }
        return (endpoints, here)
    }
}
