/// Writes JSON in one pass into bytes. Nothing is reordered, and only what must be escaped is.
///
///     var writer = JSONWriter()
///     writer.object { w in
///         w.member("name", "web")
///         w.member("ports")
///         w.array { $0.int(80) }
///     }
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    private let isPretty: Bool
    private var depth = 0
    private var needsComma = false
    private var isBehindKey = false

    /// A writer without spaces, or one that breaks lines and indents by two.
    public init(pretty: Bool = false, reserving capacity: Int = 256) {
        isPretty = pretty
        bytes.reserveCapacity(capacity)
    }

    /// Writes an object; the closure writes its members.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        container(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes an array; the closure writes its elements.
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        container(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes a key; the next thing written is its value.
    public mutating func member(_ key: String) {
        separate()
        JSONEscapes.append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if isPretty { bytes.append(0x20) }
        isBehindKey = true
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        JSONEscapes.append(text, to: &bytes)
        needsComma = true
    }

    /// Writes an integer.
    public mutating func int(_ value: some BinaryInteger) { literal(String(value)) }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { literal("null") }

    /// Writes a number's exact text, which the caller knows to be one.
    public mutating func number(_ text: String) { literal(text) }

    /// Writes bytes that are already one JSON value, unchanged.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    /// Writes a parsed value with its source bytes.
    public mutating func value(_ value: JSONValue) { raw(value.storage.bytes[value.rawRange]) }

    /// Writes a value.
    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): number(text)
        case .string(let text): string(text)
        case .array(let elements):
            array { writer in
                for element in elements { writer.value(element) }
            }
        case .object(let object):
            self.object { writer in
                for member in object.members { writer.member(member.key, member.value) }
            }
        }
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func container(
        _ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void
    ) {
        separate()
        bytes.append(opening)
        needsComma = false
        depth += 1
        body(&self)
        depth -= 1
        if needsComma { breakLine() }
        bytes.append(closing)
        needsComma = true
    }

    /// Whatever must stand between what was written last and what comes now.
    private mutating func separate() {
        if isBehindKey {
            isBehindKey = false
            needsComma = false
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
        needsComma = false
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }
}

extension JSONWriter {
    /// Writes a member with a string.
    public mutating func member(_ key: String, _ text: String) {
        member(key)
        string(text)
    }

    /// Writes a member with an integer.
    public mutating func member(_ key: String, _ value: some BinaryInteger) {
        member(key)
        int(value)
    }

    /// Writes a member with `true` or `false`.
    public mutating func member(_ key: String, _ value: Bool) {
        member(key)
        bool(value)
    }

    /// Writes a member with any value.
    public mutating func member(_ key: String, _ value: JSON) {
        member(key)
        self.value(value)
    }

    /// Writes a member with a parsed value's source bytes.
    public mutating func member(_ key: String, _ value: JSONValue) {
        member(key)
        self.value(value)
    }
}
