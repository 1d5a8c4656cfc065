/// What others did to the elements of a table: for each of these the last state counts.
package struct TouchedElements: Sendable, Equatable {
    /// What each element says now; nil when it is gone.
    package private(set) var found: [TableElement.Identity: TableElement.Value?] = [:]

    package init() {}

    /// Nothing was done.
    package var isEmpty: Bool { found.isEmpty }

    /// An element came.
    package mutating func added(_ element: TableElement) {
        found.updateValue(element.value, forKey: element.identity)
    }

    /// An element went.
    package mutating func deleted(_ identity: TableElement.Identity) {
        found.updateValue(nil, forKey: identity)
    }

    /// Takes in what happened afterwards.
    package mutating func append(_ later: TouchedElements) {
        found.merge(later.found) { $1 }
    }
}
