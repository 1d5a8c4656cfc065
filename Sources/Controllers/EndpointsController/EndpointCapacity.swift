/// How many addresses an Endpoints object holds: what reads it reads all of it.
package enum EndpointCapacity {
    /// The most addresses.
    package static let most = 1000
    /// The annotation of objects that lack some.
    static let annotation = "endpoints.kubernetes.io/over-capacity"

    /// The subsets with no more than the most addresses, ready ones first, from each subset its
    /// share; nil when nothing is to be left out.
    package static func truncated(
        _ subsets: [EndpointSubset], most: Int = most
    ) -> [EndpointSubset]? {
        let ready = subsets.map(\.ready.count)
        let notReady = subsets.map(\.notReady.count)
        let total = (ready + notReady).reduce(0, +)
        guard total > most else { return nil }
        let readyRoom = min(most, ready.reduce(0, +))
        let readyShares = shares(of: readyRoom, among: ready)
        let restShares = shares(of: most - readyRoom, among: notReady)
        return subsets.indices.map { index in
            var subset = subsets[index]
            subset.ready = Array(subset.ready.prefix(readyShares[index]))
            subset.notReady = Array(subset.notReady.prefix(restShares[index]))
            return subset
        }.filter { !$0.ready.isEmpty || !$0.notReady.isEmpty }
    }

    /// In proportion, rounded down; what is left over goes to the first that have more.
    private static func shares(of room: Int, among counts: [Int]) -> [Int] {
        let total = counts.reduce(0, +)
        guard total > room else { return counts }
        var shares = counts.map { $0 * room / total }
        var left = room - shares.reduce(0, +)
        for index in shares.indices where left > 0 {
            let more = min(left, counts[index] - shares[index])
            shares[index] += more
            left -= more
        }
        return shares
    }
}
