/// A rule of a chain.
public struct Rule: Hashable, Sendable {
    /// The table it belongs to.
    public var table: TableReference
    /// The chain it belongs to.
    public var chain: ChainName
    /// The steps, in the order in which the kernel takes them.
    public var expressions: [Expression]
    /// The sets without a name that lookups refer to by their number in the batch.
    public var anonymousSets: [AnonymousSet]
    /// For people; `nft` shows it.
    public var comment: String?
    /// The kernel's number for it; nil in a plan.
    public var handle: UInt64?
    /// The handle of the rule that this one comes before or after; see `Batch`.
    public var position: UInt64?

    /// A rule written as statements.
    public init(
        _ table: TableReference, _ chain: ChainName, comment: String? = nil,
        _ statements: Statement...
    ) {
        self.init(table, chain, statements: statements, comment: comment)
    }

    /// A rule written as statements.
    public init(
        _ table: TableReference, _ chain: ChainName, statements: [Statement],
        comment: String? = nil
    ) {
        var builder = RuleBuilder(family: table.family)
        for statement in statements { builder.append(statement) }
        self.init(table, chain, expressions: builder.expressions, comment: comment)
        anonymousSets = builder.anonymousSets
    }

    /// A rule of the kernel's own steps.
    public init(
        _ table: TableReference, _ chain: ChainName, expressions: [Expression],
        comment: String? = nil, handle: UInt64? = nil
    ) {
        self.table = table
        self.chain = chain
        self.expressions = expressions
        anonymousSets = []
        self.comment = comment
        self.handle = handle
        position = nil
    }
}

/// A set that stands in a rule itself: `{ tcp, udp }`.
public struct AnonymousSet: Hashable, Sendable {
    /// The number by which the rule's lookup refers to it; a batch gives another.
    public var id: UInt32
    /// The parts of a key.
    public var key: SetFields
    /// What the elements lead to; nil for a set.
    public var data: SetData?
    /// What it contains.
    public var elements: [Element]

    /// Made of its parts.
    public init(id: UInt32, key: SetFields, data: SetData? = nil, elements: [Element]) {
        self.id = id
        self.key = key
        self.data = data
        self.elements = elements
    }

    /// The name that makes the kernel choose one.
    static let name = "__set%d"
    static let mapName = "__map%d"
}
