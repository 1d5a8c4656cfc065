/// A set, or, with data, a map.
public struct NftSet: Hashable, Sendable {
    /// The table it belongs to.
    public var table: TableReference
    /// Unique in its table.
    public var name: String
    /// The parts of a key.
    public var key: SetFields
    /// What the elements lead to; nil for a set.
    public var data: SetData?
    /// Those that follow from other properties need not be given.
    public var flags: SetFlags
    /// How many elements it may hold; the kernel then makes room once. It can't grow past it.
    public var size: UInt32?
    /// After how long elements go, unless they say otherwise.
    public var timeoutMilliseconds: UInt64?
    /// How often the kernel looks for elements to remove.
    public var collectionIntervalMilliseconds: UInt32?
    /// Each element counts packets and bytes.
    public var hasCounter: Bool
    /// Neighbouring intervals are told as one by `nft`.
    public var mergesIntervals: Bool
    /// For people; `nft` shows it.
    public var comment: String?
    /// The kernel's number for it; nil in a plan.
    public var handle: UInt64?

    /// Made of its parts.
    public init(
        _ name: String, in table: TableReference, key: SetFields, data: SetData? = nil,
        flags: SetFlags = [], size: UInt32? = nil, timeoutMilliseconds: UInt64? = nil,
        hasCounter: Bool = false, comment: String? = nil
    ) {
        self.table = table
        self.name = name
        self.key = key
        self.data = data
        self.flags = flags
        self.size = size
        self.timeoutMilliseconds = timeoutMilliseconds
        collectionIntervalMilliseconds = nil
        self.hasCounter = hasCounter
        mergesIntervals = false
        self.comment = comment
        handle = nil
    }
}

/// What a map's elements lead to.
public enum SetData: Hashable, Sendable {
    case verdict
    case fields(SetFields)
    /// A named object, by its type's number. C: NFTA_SET_OBJ_TYPE
    case object(UInt32)

    /// `ip daddr . th dport`: declared by what is loaded.
    public static func value(_ fields: Field...) -> SetData { .fields(.typeof(fields)) }
}

/// The parts of a key or of a map's data, either by type or by the expression that has the type.
///
/// `nft` 1.0.6 tells at most four fields by expression; it shows longer keys by type.
public enum SetFields: Hashable, Sendable {
    case types([FieldType])
    case typeof([Field])

    /// `typeof ip daddr . meta l4proto`
    public static func fields(_ fields: Field...) -> SetFields { .typeof(fields) }

    /// The types, one a field.
    public var types: [FieldType] {
        switch self {
        case .types(let types): types
        case .typeof(let fields): fields.map(\.type)
        }
    }

    /// How many bytes a key has: padded to four each when there are several fields.
    public var length: Int {
        let types = types
        if let only = types.first, types.count == 1 { return only.length }
        return types.reduce(0) { $0 + ($1.length + 3) / 4 * 4 }
    }
}

/// Flags of a set; unknown bits are kept. C: NFT_SET_…
public struct SetFlags: OptionSet, Hashable, Sendable {
    /// The bits as they stand on the wire.
    public let rawValue: UInt32
    /// Takes the bits as they stand on the wire.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// It goes with its rule. C: NFT_SET_ANONYMOUS
    public static let anonymous = SetFlags(rawValue: 0x1)
    /// Its elements never change. C: NFT_SET_CONSTANT
    public static let constant = SetFlags(rawValue: 0x2)
    /// Elements are ranges.
    public static let interval = SetFlags(rawValue: 0x4)
    /// Keys lead to data. C: NFT_SET_MAP
    public static let map = SetFlags(rawValue: 0x8)
    /// Elements may have a timeout.
    public static let timeout = SetFlags(rawValue: 0x10)
    /// Packets may change elements. C: NFT_SET_EVAL
    public static let dynamic = SetFlags(rawValue: 0x20)
    /// Keys lead to named objects. C: NFT_SET_OBJECT
    public static let object = SetFlags(rawValue: 0x40)
    /// Keys are concatenations, told to the kernel field by field. C: NFT_SET_CONCAT
    public static let concatenation = SetFlags(rawValue: 0x80)
    /// C: NFT_SET_EXPR
    public static let expressions = SetFlags(rawValue: 0x100)
}
