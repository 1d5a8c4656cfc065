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
    /// The places on each node: a few, since they differ by their hints alone.
    private var numbers: [String: [UInt32]] = [:]

    subscript(number: UInt32) -> EndpointPlace {
        Int(number) < all.count ? all[Int(number)] : all[0]
    }

    mutating func number(node: String?, zone: String?, hints: EndpointHints?) -> UInt32 {
        let key = node ?? ""
        let known = numbers[key] ?? []
        for number in known {
            let place = all[Int(number)]
            if place.node == node, place.zone == zone, place.hints == hints { return number }
        }
        let number = UInt32(truncatingIfNeeded: all.count)
        all.append(EndpointPlace(node: node, zone: zone, hints: hints))
        numbers[key, default: []].append(number)
        return number
    }
}
