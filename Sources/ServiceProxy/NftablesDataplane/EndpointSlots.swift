import NetworkAddress
import ServiceModel

/// Which endpoint has each index of a scope: 0 up to their number, without holes. An endpoint of a
/// larger weight has several.
///
/// A change moves as few as possible. One endpoint less means one element rewritten (the last one
/// takes its place) and one deleted; one more means one added.
package struct EndpointSlots: Hashable, Sendable {
    package private(set) var endpoints: [SocketEndpoint] = []

    package init() {}

    /// Slots as they stand in the kernel: what still counts and fits keeps its index.
    ///
    /// - Parameter found: index → endpoint, possibly with holes, doubles and strangers.
    package init(found: [Int: SocketEndpoint], wanted: [SocketEndpoint]) {
        guard !found.isEmpty else {
            endpoints = wanted
            return
        }
        var left = Self.counts(wanted)
        var placed: [SocketEndpoint?] = Array(repeating: nil, count: wanted.count)
        for (index, endpoint) in found.sorted(by: { $0.key < $1.key })
        where placed.indices.contains(index) {
            guard let count = left[endpoint], count > 0 else { continue }
            left[endpoint] = count - 1
            placed[index] = endpoint
        }
        var rest = Self.rest(wanted, left).makeIterator()
        endpoints = placed.compactMap { $0 ?? rest.next() }
    }

    /// Takes out what is no longer wanted, then adds what is new.
    package mutating func update(to wanted: [SocketEndpoint]) {
        guard wanted != endpoints else { return }
        guard !endpoints.isEmpty else {
            endpoints = wanted
            return
        }
        var left = Self.counts(wanted)
        var index = 0
        while index < endpoints.count {
            if let count = left[endpoints[index]], count > 0 {
                left[endpoints[index]] = count - 1
                index += 1
            } else {
                endpoints.swapAt(index, endpoints.count - 1)
                endpoints.removeLast()
            }
        }
        endpoints += Self.rest(wanted, left)
    }

    /// Puts everyone where a table says.
    package mutating func replace(with table: [SocketEndpoint]) { endpoints = table }

    private static func counts(_ endpoints: [SocketEndpoint]) -> [SocketEndpoint: Int] {
        var counts: [SocketEndpoint: Int] = [:]
        counts.reserveCapacity(endpoints.count)
        for endpoint in endpoints { counts[endpoint, default: 0] += 1 }
        return counts
    }

    /// Those of which so many are left, in their order.
    private static func rest(
        _ wanted: [SocketEndpoint], _ left: [SocketEndpoint: Int]
    ) -> [SocketEndpoint] {
        var left = left
        return wanted.filter { endpoint in
            guard let count = left[endpoint], count > 0 else { return false }
            left[endpoint] = count - 1
            return true
        }
    }
}

extension ServicePortPlan {
    /// The endpoints of a scope, each as often as its weight says.
    ///
    /// Weights of a common divisor are made smaller; and where there would be more places than a
    /// choice draws from, all are, and none less than 1.
    func places(_ scope: EndpointScope) -> [SocketEndpoint] {
        let endpoints = endpoints(scope)
        let most = 1 << EndpointChooser.maximumBits
        guard endpoints.contains(where: { $0.weight != 1 }) else {
            return endpoints.prefix(most).map(\.endpoint)
        }
        let divisor = endpoints.reduce(0) { Self.divisor($0, Int($1.weight)) }
        let weights = endpoints.map { max(1, Int($0.weight) / max(1, divisor)) }
        let sum = weights.reduce(0, +)
        var places: [SocketEndpoint] = []
        for (endpoint, weight) in zip(endpoints, weights) {
            let share = sum <= most ? weight : max(1, weight * (most - endpoints.count) / sum)
            places += repeatElement(endpoint.endpoint, count: share)
        }
        return places.count <= most ? places : Array(places.prefix(most))
    }

    /// The greatest common one.
    private static func divisor(_ one: Int, _ other: Int) -> Int {
        other == 0 ? one : divisor(other, one % other)
    }
}
