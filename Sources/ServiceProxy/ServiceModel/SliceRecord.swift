import KubernetesAPI
import NetworkAddress

/// What counts of an EndpointSlice, packed.
struct SliceRecord: Hashable, Sendable {
    /// A port that its endpoints serve.
    struct ServedPort: Hashable, Sendable {
        var name: String
        var transport: TransportProtocol
        var port: Port
    }

    /// Nil when its endpoints don't count: names, and slices of headless Services.
    var family: AddressFamily?
    var ports: [ServedPort] = []
    var endpoints: [EndpointRecord] = []
    /// The names of the endpoints' Pods, one after the other.
    var podNames: [UInt8] = []
    var weights = EndpointWeights()
    var hasHints = false

    init(
        _ slice: EndpointSlice, nodeName: String, _ places: inout EndpointPlaces,
        _ problems: inout ProblemList
    ) {
        guard slice.addressType != .fqdn,
            slice.metadata.labels[EndpointSlice.headlessLabel] == nil
        else { return }
        let family: AddressFamily = slice.addressType == .ipv4 ? .ipv4 : .ipv6
        self.family = family
        weights = EndpointWeights(of: slice.metadata.annotations, &problems)
        for (index, port) in slice.ports.enumerated() {
            guard let number = port.port, number != 0 else {
                problems.add("ports[\(index)].port", "expected a port's number, found none")
                continue
            }
            ports.append(
                ServedPort(
                    name: port.name, transport: TransportProtocol(port.protocol),
                    port: Port(rawValue: number)))
        }
        endpoints.reserveCapacity(slice.endpoints.count)
        // By index: an element taken out would be copied with all its strings.
        for index in slice.endpoints.indices {
            add(slice.endpoints[index], index, family, nodeName, &places, &problems)
        }
    }

    private mutating func add(
        _ endpoint: borrowing Endpoint, _ index: Int, _ family: AddressFamily, _ nodeName: String,
        _ places: inout EndpointPlaces, _ problems: inout ProblemList
    ) {
        // Consumers use the first address only; the API says so of this field.
        let text = endpoint.addresses.first ?? ""
        guard let address = IPAddress(text), address.family == family, address.isReachable else {
            problems.add(
                "endpoints[\(index)].addresses[0]", expected: "an \(family) address",
                found: text)
            return
        }
        var length: UInt16 = 0
        if let target = endpoint.targetRef, target.kind == "Pod",
            let count = UInt16(exactly: target.name.utf8.count)
        {
            length = count
            podNames.append(contentsOf: target.name.utf8)
        }
        if endpoint.hints != nil { hasHints = true }
        endpoints.append(
            EndpointRecord(
                address: address,
                state: EndpointRecord.State(
                    endpoint.conditions, node: endpoint.nodeName, here: nodeName),
                podNameLength: length,
                place: places.number(
                    node: endpoint.nodeName, zone: endpoint.zone, hints: endpoint.hints)))
    }
}

extension IPAddress {
    /// Whether one host can have it.
    var isReachable: Bool { !isUnspecified && !isMulticast }
}
