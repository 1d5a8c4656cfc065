import NetworkAddress
import Nftables

/// What others did to our tables, by the kernel's events.
///
/// As long as only elements of known sets came and went, it says which: they alone are put right.
public struct TableTouch: Sendable {
    private var families: [AddressFamily: TouchedElements] = [:]
    private var count = 0
    /// Whether it was more than that, or so much that reading the tables costs no more.
    public private(set) var isUnbounded = false

    /// The most elements that are put right by themselves.
    package static let mostElements = 20_000

    /// Nothing was done.
    public init() {}

    /// Anything may have been done.
    public static let anything: TableTouch = {
        var touch = TableTouch()
        touch.isUnbounded = true
        return touch
    }()

    /// Nothing was done to our tables.
    public var isEmpty: Bool { families.isEmpty && !isUnbounded }

    /// What was done to the elements of one family's table.
    package func elements(_ family: AddressFamily) -> TouchedElements {
        families[family] ?? TouchedElements()
    }

    /// Takes in one more event; those about other tables are passed over.
    public mutating func note(_ event: NftablesEvent) {
        switch event {
        case .addedTable(let table), .deletedTable(let table): note(table.reference)
        case .addedChain(let chain), .deletedChain(let chain): note(chain.table)
        case .addedRule(let rule), .deletedRule(let rule): note(rule.table)
        case .addedSet(let set), .deletedSet(let set): note(set.table)
        case .addedElements(let elements, let set, let table):
            note(elements, set, table) { $0.added($1) }
        case .deletedElements(let elements, let set, let table):
            note(elements, set, table) { $0.deleted($1.identity) }
        case .overrun: giveUp()
        case .generation: break
        }
    }

    /// Takes in what was done afterwards.
    public mutating func append(_ later: TableTouch) {
        guard !isUnbounded, !later.isUnbounded, count + later.count <= Self.mostElements else {
            return giveUp()
        }
        count += later.count
        for (family, elements) in later.families {
            families[family, default: TouchedElements()].append(elements)
        }
    }

    private mutating func note(_ table: TableReference) {
        if NftablesDataplane.isOwn(table) { giveUp() }
    }

    private mutating func note(
        _ elements: [Element], _ set: String, _ table: TableReference,
        _ body: (inout TouchedElements, TableElement) -> Void
    ) {
        guard !isUnbounded,
            let family = AddressFamily.allCases.first(where: { TableLayout.table($0) == table })
        else { return }
        // Whom clients are remembered with only the whole map tells.
        guard let name = SetName(name: set), name != .affinities,
            count + elements.count <= Self.mostElements
        else { return giveUp() }
        count += elements.count
        for element in elements {
            guard let own = TableElement(element, in: name) else { return giveUp() }
            body(&families[family, default: TouchedElements()], own)
        }
    }

    private mutating func giveUp() { self = .anything }
}
