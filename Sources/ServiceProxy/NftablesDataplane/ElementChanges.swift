/// What must change in a table's sets: first everything that goes, then everything that comes.
package struct ElementChanges: Sendable {
    /// In the order they were noted.
    private var deletions: [TableElement] = []
    private var additions: [TableElement] = []
    /// Where in `additions` each deletion was noted: what was added before it is undone by it.
    private var marks: [Int] = []

    /// No changes yet.
    package init() {}

    /// The element must go. A changed value is a deletion and an addition: the kernel refuses to
    /// write over an element.
    package mutating func delete(_ element: TableElement) {
        deletions.append(element)
        marks.append(additions.count)
    }

    /// The element must come.
    package mutating func add(_ element: TableElement) { additions.append(element) }

    /// The net difference.
    ///
    /// One Service port can be noted twice in a row, so an element may come and go again; and what
    /// goes and comes back as it was is no change. A first load only adds, and costs nothing here.
    package func settled() -> ElementDifference {
        guard !deletions.isEmpty else {
            return ElementDifference(deleted: [], added: additions)
        }
        var before: [TableElement.Identity: TableElement.Value?] = [:]
        var after: [TableElement.Identity: TableElement.Value?] = [:]
        var order: [TableElement.Identity] = []
        func note(_ element: TableElement, was: TableElement.Value?, is now: TableElement.Value?) {
            if before[element.identity] == nil {
                before[element.identity] = .some(was)
                order.append(element.identity)
            }
            after[element.identity] = .some(now)
        }
        var position = 0
        for (deletion, mark) in zip(deletions, marks) {
            for element in additions[position..<mark] { note(element, was: nil, is: element.value) }
            position = mark
            note(deletion, was: deletion.value, is: nil)
        }
        for element in additions[position...] { note(element, was: nil, is: element.value) }
        var difference = ElementDifference(deleted: [], added: [])
        for identity in order {
            let was = before[identity] ?? nil
            let now = after[identity] ?? nil
            guard was != now else { continue }
            if let was { difference.deleted.append(TableElement(identity.set, identity.key, was)) }
            if let now { difference.added.append(TableElement(identity.set, identity.key, now)) }
        }
        return difference
    }
}

/// The elements between what a table holds and what it must hold.
package struct ElementDifference: Sendable {
    package var deleted: [TableElement]
    package var added: [TableElement]

    package init(deleted: [TableElement], added: [TableElement]) {
        self.deleted = deleted
        self.added = added
    }

    /// Nothing to do.
    package var isEmpty: Bool { deleted.isEmpty && added.isEmpty }

    /// The chains that the added elements point to.
    package var chains: Set<ServiceChain> {
        var chains: Set<ServiceChain> = []
        for element in added {
            if case .chain(let chain) = element.value { chains.insert(chain) }
        }
        return chains
    }
}
