/// An element of a set or map.
///
/// What few elements have stands apart, so that a hundred thousand plain ones stay small.
public struct Element: Hashable, Sendable {
    /// The key, or the first of a range.
    public var key: FieldBytes
    /// What the key leads to; nil in sets.
    public var data: ElementData?
    /// One or none; an array, as that is copied only when it changes.
    @usableFromInline var extras: [ElementExtras]

    /// A key, and what it leads to.
    @inlinable
    public init(_ key: FieldBytes, data: ElementData? = nil) {
        self.key = key
        self.data = data
        extras = []
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

/// What few elements have.
@usableFromInline
struct ElementExtras: Hashable, Sendable {
    var keyEnd: FieldBytes?
    var isCatchAll = false
    var isIntervalEnd = false
    var timeoutMilliseconds: UInt64?
    var expirationMilliseconds: UInt64?
    var counter: Counter?
    var comment: String?
    var note: [UInt8]?
}

extension Element {
    /// The last key of the range that begins at `key`; in sets with intervals only.
    public var keyEnd: FieldBytes? {
        get { extras.first?.keyEnd }
        set { change { $0.keyEnd = newValue } }
    }

    /// Stands for every key that is not there.
    public var isCatchAll: Bool {
        get { extras.first?.isCatchAll ?? false }
        set { change { $0.isCatchAll = newValue } }
    }

    /// Ends the interval that the element before it begins: intervals as they are on the wire.
    public var isIntervalEnd: Bool {
        get { extras.first?.isIntervalEnd ?? false }
        set { change { $0.isIntervalEnd = newValue } }
    }

    /// After how long the element goes; nil takes the set's own.
    public var timeoutMilliseconds: UInt64? {
        get { extras.first?.timeoutMilliseconds }
        set { change { $0.timeoutMilliseconds = newValue } }
    }

    /// What is left of the timeout; the kernel tells it.
    public var expirationMilliseconds: UInt64? {
        get { extras.first?.expirationMilliseconds }
        set { change { $0.expirationMilliseconds = newValue } }
    }

    /// What the element has counted.
    public var counter: Counter? {
        get { extras.first?.counter }
        set { change { $0.counter = newValue } }
    }

    /// For people; `nft` shows it.
    public var comment: String? {
        get { extras.first?.comment }
        set { change { $0.comment = newValue } }
    }

    /// What a program keeps beside the element for itself; `nft` passes over it.
    ///
    /// The kernel keeps about 252 bytes an element: two and these, and with a comment two, the
    /// comment and a NUL. What would not fit is left out, the note first.
    public var note: [UInt8]? {
        get { extras.first?.note }
        set { change { $0.note = newValue } }
    }

    /// Nothing special is no extras, so that equal elements are equal.
    private mutating func change(_ body: (inout ElementExtras) -> Void) {
        var changed = extras.first ?? ElementExtras()
        body(&changed)
        extras = changed == ElementExtras() ? [] : [changed]
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
