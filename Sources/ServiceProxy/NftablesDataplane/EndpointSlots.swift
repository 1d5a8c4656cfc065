import NetworkAddress

/// Which index each endpoint of a Service port has: 0 up to their number, without holes.
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
        let allowed = Set(wanted)
        var placed: [SocketEndpoint?] = Array(repeating: nil, count: wanted.count)
        var seen: Set<SocketEndpoint> = []
        for (index, endpoint) in found.sorted(by: { $0.key < $1.key })
        where placed.indices.contains(index) && allowed.contains(endpoint) {
            if seen.insert(endpoint).inserted { placed[index] = endpoint }
        }
        var rest = wanted.filter { !seen.contains($0) }.makeIterator()
        endpoints = placed.compactMap { $0 ?? rest.next() }
    }

    /// Takes out what is no longer wanted, then adds what is new.
    package mutating func update(to wanted: [SocketEndpoint]) {
        let new = Set(wanted)
        var index = 0
        while index < endpoints.count {
            if new.contains(endpoints[index]) {
                index += 1
            } else {
                endpoints.swapAt(index, endpoints.count - 1)
                endpoints.removeLast()
            }
        }
        let old = Set(endpoints)
        endpoints += wanted.filter { !old.contains($0) }
    }
}
