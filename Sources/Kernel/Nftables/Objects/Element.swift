/// An element of a set or map.
public struct Element: Hashable, Sendable {
    /// The key, or the first of a range.
    public var key: FieldBytes
    /// The last key of the range that begins at `key`; in sets with intervals only.
    public var keyEnd: FieldBytes?
    /// What the key leads to; nil in sets.
    public var data: ElementData?
    /// Stands for every key that is not there.
    public var isCatchAll: Bool
    /// Ends the interval that the element before it begins: intervals as they are on the wire.
    public var isIntervalEnd: Bool
    /// After how long the element goes; nil takes the set's own.
    public var timeoutMilliseconds: UInt64?
    /// What is left of the timeout; the kernel tells it.
    public var expirationMilliseconds: UInt64?
    /// What the element has counted.
    public var counter: Counter?
    /// For people; `nft` shows it.
    public var comment: String?

    /// Made of its parts.
    @inlinable
    public init(_ key: FieldBytes, data: ElementData? = nil) {
        self.key = key
        keyEnd = nil
        self.data = data
        isCatchAll = false
        isIntervalEnd = false
        timeoutMilliseconds = nil
        expirationMilliseconds = nil
        counter = nil
        comment = nil
    }

    /// A key that leads to a verdict.
    @inlinable
    public init(_ key: FieldBytes, _ verdict: Verdict) {
        self.init(key, data: .verdict(verdict))
    }

    /// A key that leads to data.
    @inlinable
    public init(_ key: FieldBytes, _ value: FieldBytes) {
        self.init(key, data: .value(value))
    }

    /// A range of keys, both ends included.
    public init(from first: FieldBytes, to last: FieldBytes, data: ElementData? = nil) {
        self.init(first, data: data)
        keyEnd = last
    }

    /// The element for every key that is not there. C: NFT_SET_ELEM_CATCHALL
    public static func catchAll(_ data: ElementData? = nil) -> Element {
        var element = Element(FieldBytes(), data: data)
        element.isCatchAll = true
        return element
    }
}

/// What an element of a map leads to.
public enum ElementData: Hashable, Sendable {
    case verdict(Verdict)
    case value(FieldBytes)
    /// A named object.
    case object(String)
}

/// Packets and bytes that were counted.
public struct Counter: Hashable, Sendable {
    /// How many packets.
    public var packets: UInt64
    /// How many bytes.
    public var bytes: UInt64

    /// Made of its parts.
    public init(packets: UInt64 = 0, bytes: UInt64 = 0) {
        self.packets = packets
        self.bytes = bytes
    }
}
