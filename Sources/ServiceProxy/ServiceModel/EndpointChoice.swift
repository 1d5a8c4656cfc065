import KubernetesAPI
import NetworkAddress

/// The endpoints of one port of a Service, gathered from its slices, and the choice among them.
struct EndpointChoice {
    /// What is known of one address and port, from all slices that name it.
    struct Candidate {
        var isReady: Bool
        /// Terminating, but still answering.
        var isFallback: Bool
        /// On this node, or on a node nobody named.
        var mayBeHere: Bool
    }

    private(set) var candidates: [SocketEndpoint: Candidate] = [:]

    /// Adds what a slice says of the port. An endpoint that is ready in one slice is ready.
    mutating func add(
        _ slice: EndpointSlice, port: KubernetesAPI.ServicePort, nodeName: String
    ) {
        for slicePort in slice.ports
        where slicePort.name == port.name && slicePort.protocol == port.protocol {
            guard let number = slicePort.port else { continue }
            for endpoint in slice.endpoints {
                add(endpoint, port: Port(rawValue: number), slice.addressType, nodeName)
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
        let isReady = conditions.isReady
        let isServing = conditions.serving ?? true
        let mayBeHere =
            endpoint.nodeName.map { nodeName.isEmpty || $0 == nodeName } ?? true
        let new = Candidate(
            isReady: isReady, isFallback: !isReady && isServing && conditions.isTerminating,
            mayBeHere: mayBeHere)
        let key = SocketEndpoint(address, port)
        guard let old = candidates[key] else {
            candidates[key] = new
            return
        }
        candidates[key] = Candidate(
            isReady: old.isReady || new.isReady, isFallback: old.isFallback || new.isFallback,
            mayBeHere: old.mayBeHere || new.mayBeHere)
    }

    /// The ready ones; if there is none, those that still serve while they terminate.
    var chosen: [SocketEndpoint] {
        let ready = candidates.filter(\.value.isReady).keys
        return ready.isEmpty
            ? candidates.filter(\.value.isFallback).keys.sorted() : ready.sorted()
    }
}
