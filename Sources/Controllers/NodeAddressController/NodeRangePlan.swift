import NetworkAddress

/// Which ranges which node has: what the nodes say, and what was decided and is not said yet.
package struct NodeRangePlan: Sendable {
    private var pools: [NodeRangePool]
    private var ranges: [String: [IPPrefix]] = [:]

    /// Nobody has anything.
    /// - Parameter reserved: ranges that no node gets: those of Services.
    package init(_ pools: [NodeRangePool], reserved: [IPPrefix] = []) {
        self.pools = pools
        for range in reserved { claim(range) }
    }

    /// Notes what a node says it has. While it says nothing, what was decided for it holds.
    package mutating func observe(_ node: String, has observed: [IPPrefix]) {
        guard !observed.isEmpty, ranges[node] != observed else { return }
        forget(node)
        ranges[node] = observed
        for range in observed { claim(range) }
    }

    /// Forgets a node that is gone.
    package mutating func forget(_ node: String) {
        for range in ranges.removeValue(forKey: node) ?? [] {
            for index in pools.indices { pools[index].release(range) }
        }
    }

    /// The ranges of a node, one of each pool, decided now if they were not before; nil when a pool
    /// has none left.
    package mutating func ranges(for node: String) -> [IPPrefix]? {
        if let known = ranges[node] { return known }
        var found: [IPPrefix] = []
        for index in pools.indices {
            guard let range = pools[index].free() else { return nil }
            found.append(range)
        }
        ranges[node] = found
        for range in found { claim(range) }
        return found
    }

    private mutating func claim(_ range: IPPrefix) {
        for index in pools.indices { pools[index].claim(range) }
    }
}
