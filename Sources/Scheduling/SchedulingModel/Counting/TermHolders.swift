/// The placed pods that hold the same term about other pods, counted by node.
///
/// Pods of one workload share their terms, so there are few, however many the pods are.
public struct TermHolders<Term: Hashable> {
    /// For each term how many pods of a node hold it, by slot; only nodes with some.
    public private(set) var counts: [Term: [Int: Int]] = [:]

    mutating func change(_ terms: [Term], on slot: Int, by difference: Int) {
        for term in terms {
            let count = (counts[term]?[slot] ?? 0) + difference
            counts[term, default: [:]][slot] = count == 0 ? nil : count
            if counts[term]?.isEmpty == true { counts[term] = nil }
        }
    }
}
