import NetworkAddress

/// The ranges of one size that a cluster's range is made of, and which are taken.
package struct NodeRangePool: Sendable {
    /// The cluster's range.
    package let cluster: IPPrefix
    /// The length of a node's range.
    package let length: Int
    /// How many claims lie in each range; those without any are absent.
    private var claims: [Int: Int] = [:]
    /// Where to look first: ranges are given again as late as can be.
    private var next = 0

    /// How many ranges there are at most. Upstream's limit for the size of its bitmap is the same.
    private static let mostBits = 16

    /// Nil when nodes' ranges would be larger than the cluster's, or too many.
    package init?(_ cluster: IPPrefix, length: Int) {
        guard length >= cluster.length, length <= cluster.family.bitWidth,
            length - cluster.length <= Self.mostBits
        else { return nil }
        self.cluster = cluster
        self.length = length
    }

    /// How many ranges there are.
    package var count: Int { 1 << (length - cluster.length) }

    /// Counts a claim on what lies in a range of any size.
    package mutating func claim(_ range: IPPrefix) {
        for index in indices(of: range) { claims[index, default: 0] += 1 }
    }

    /// Takes a claim back.
    package mutating func release(_ range: IPPrefix) {
        for index in indices(of: range) {
            let count = (claims[index] ?? 0) - 1
            claims[index] = count > 0 ? count : nil
        }
    }

    /// A range that nobody claims, not claimed yet; nil when there is none.
    package mutating func free() -> IPPrefix? {
        guard claims.count < count else { return nil }
        for offset in 0..<count {
            let index = (next + offset) % count
            guard claims[index] == nil else { continue }
            next = (index + 1) % count
            return cluster.subnet(index, length: length)
        }
        return nil
    }

    private func indices(of range: IPPrefix) -> Range<Int> {
        if range.contains(cluster) { return 0..<count }
        guard cluster.contains(range) else { return 0..<0 }
        let bits = UInt128(cluster.family.bitWidth - length)
        let first = Int((range.first.rawValue - cluster.base.rawValue) >> bits)
        let last = Int((range.last.rawValue - cluster.base.rawValue) >> bits)
        return first..<last + 1
    }
}
