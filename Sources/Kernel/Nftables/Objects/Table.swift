/// A table: the name space of chains, sets and maps.
public struct Table: Hashable, Sendable, CustomStringConvertible {
    /// Which packets the table sees.
    public var family: NftablesFamily
    /// At most 255 bytes.
    public var name: String
    /// For people; `nft` shows it.
    public var comment: String?
    /// C: NFTA_TABLE_FLAGS
    public var flags: TableFlags
    /// The kernel's number for it; nil in a plan.
    public var handle: UInt64?

    /// Made of its parts.
    public init(
        _ family: NftablesFamily, _ name: String, comment: String? = nil, flags: TableFlags = [],
        handle: UInt64? = nil
    ) {
        self.family = family
        self.name = name
        self.comment = comment
        self.flags = flags
        self.handle = handle
    }

    /// `ip martlet`
    public var description: String { "\(family.name) \(name)" }

    /// What names the table, without what is observed of it.
    public var reference: TableReference { TableReference(family, name) }
}

/// What names a table.
public struct TableReference: Hashable, Sendable, CustomStringConvertible {
    /// Which packets the table sees.
    public var family: NftablesFamily
    /// Unique in its table.
    public var name: String

    /// Made of its parts.
    public init(_ family: NftablesFamily, _ name: String) {
        self.family = family
        self.name = name
    }

    /// `ip martlet`
    public var description: String { "\(family.name) \(name)" }
}

/// Flags of a table; unknown bits are kept. C: NFT_TABLE_F_…
public struct TableFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Its chains see no packets. C: NFT_TABLE_F_DORMANT
    public static let dormant = TableFlags(rawValue: 1)
    /// It goes with the socket that made it. C: NFT_TABLE_F_OWNER
    public static let owner = TableFlags(rawValue: 2)
}
