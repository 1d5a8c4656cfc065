import KubernetesAPI

/// Where an endpoint is and who is asked to use it. Thousands of endpoints share a few hundred.
struct EndpointPlace: Hashable, Sendable {
    var node: String?
    var zone: String?
    /// The zones and nodes whose clients are asked to use it.
    var hints: EndpointHints?

    init(node: String? = nil, zone: String? = nil, hints: EndpointHints? = nil) {
        self.node = node
        self.zone = zone
        self.hints = hints
    }
}

/// All places that were seen, by number. None is ever forgotten: they are as many as the cluster's
/// nodes, about.
struct EndpointPlaces: Sendable {
    private var all = [EndpointPlace()]
    private var numbers = [EndpointPlace(): UInt32(0)]

    subscript(number: UInt32) -> EndpointPlace {
        Int(number) < all.count ? all[Int(number)] : all[0]
    }

    mutating func number(of endpoint: Endpoint) -> UInt32 {
        let place = EndpointPlace(
            node: endpoint.nodeName, zone: endpoint.zone, hints: endpoint.hints)
        if let number = numbers[place] { return number }
        let number = UInt32(truncatingIfNeeded: all.count)
        all.append(place)
        numbers[place] = number
        return number
    }
}
