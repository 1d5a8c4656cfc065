/// Finds out which of several changes is at fault when they are refused together, by halves.
package enum FaultIsolation {
    /// Applies what can be applied.
    ///
    /// One item at fault among n costs about 2 · log₂ n attempts; the others are applied.
    ///
    /// - Parameters:
    ///   - attempt: applies all of these or none; throws when it can't.
    ///   - isRefusal: whether an error is about what was to be applied; others end everything.
    /// - Returns: the items that are refused by themselves, with the refusals.
    package static func apply<Item>(
        _ items: [Item], attempt: ([Item]) throws -> Void, isRefusal: (any Error) -> Bool
    ) throws -> [(item: Item, error: any Error)] {
        guard let first = items.first else { return [] }
        do {
            try attempt(items)
            return []
        } catch  where isRefusal(error) {
            if items.count == 1 { return [(first, error)] }
        }
        let middle = items.count / 2
        return try apply(Array(items[..<middle]), attempt: attempt, isRefusal: isRefusal)
            + apply(Array(items[middle...]), attempt: attempt, isRefusal: isRefusal)
    }
}
