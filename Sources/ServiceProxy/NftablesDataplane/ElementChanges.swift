/// What must change in a table's sets: first everything that goes, then everything that comes.
package struct ElementChanges: Sendable {
    private var deletions: [TableElement] = []
    private var additions: [TableElement] = []

    /// No changes yet.
    package init() {}

    /// The element must go. A changed value is a deletion and an addition: the kernel refuses to
    /// write over an element.
    package mutating func delete(_ element: TableElement) { deletions.append(element) }

    /// The element must come.
    package mutating func add(_ element: TableElement) { additions.append(element) }

    /// The net difference.
    ///
    /// An element may come and go, or change its owner, several times in one batch, and the new
    /// owner may be noted before the old one. Whatever the order, what was added and deleted with
    /// the same value is as it was. A first load only adds, and costs nothing here.
    package func settled() -> ElementDifference {
        guard !deletions.isEmpty, !additions.isEmpty else {
            return ElementDifference(deleted: deletions, added: additions)
        }
        var balance: [TableElement: Int] = [:]
        for element in additions { balance[element, default: 0] += 1 }
        for element in deletions { balance[element, default: 0] -= 1 }
        var difference = ElementDifference()
        for element in deletions where balance[element, default: 0] < 0 {
            difference.deleted.append(element)
            balance[element, default: 0] += 1
        }
        for element in additions where balance[element, default: 0] > 0 {
            difference.added.append(element)
            balance[element, default: 0] -= 1
        }
        return difference
    }
}

/// The elements between what a table holds and what it must hold.
package struct ElementDifference: Sendable {
    package var deleted: [TableElement]
    package var added: [TableElement]

    package init(deleted: [TableElement] = [], added: [TableElement] = []) {
        self.deleted = deleted
        self.added = added
    }

    /// Nothing to do.
    package var isEmpty: Bool { deleted.isEmpty && added.isEmpty }
}
