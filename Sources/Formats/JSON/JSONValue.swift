/// A cursor at one value of a document: two words, cheap to copy, nothing decoded until asked.
public struct JSONValue: Sendable {
    /// The six kinds of value.
    public enum Kind: UInt8, Sendable, Hashable {
        case null, bool, number, string, array, object
    }

    let storage: TapeStorage
    let index: Int

    var entry: TapeEntry { storage.tape[index] }

    /// What kind of value this is.
    public var kind: Kind { entry.kind }

    /// Whether this is `null`.
    public var isNull: Bool { kind == .null }

    /// The text of a string; nil for any other kind.
    public var string: String? {
        let entry = entry
        return entry.kind == .string ? storage.text(entry) : nil
    }

    /// Whether this is a string with exactly this text; allocates nothing.
    public func isString(_ text: String) -> Bool {
        let entry = entry
        return entry.kind == .string && storage.holds(entry, text)
    }

    /// `true` or `false`; nil for any other kind.
    public var bool: Bool? {
        let entry = entry
        guard entry.kind == .bool else { return nil }
        return entry.end - entry.start == 4
    }

    /// The number of elements or members; 0 for what holds neither.
    public var count: Int { entry.count }

    /// The exact source bytes of this value. (Of a YAML value: it, written as JSON.)
    public var rawBytes: [UInt8] { Array(storage.bytes[rawRange]) }

    var rawRange: Range<Int> {
        let entry = entry
        let quote = entry.kind == .string ? 1 : 0
        return Int(entry.start) - quote..<Int(entry.end) + quote
    }

    /// The line of the source where this value begins, counted from 1.
    ///
    /// For JSON it is counted when asked, so it costs as much as the text before the value is long.
    public var line: Int {
        if index < storage.lines.count { return Int(storage.lines[index]) }
        return storage.bytes[..<rawRange.lowerBound].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    }

    /// The number of bytes of the source that this value takes.
    package var byteCount: Int { rawRange.count }

    /// An error at this value.
    func fault(_ message: String) -> JSONError {
        storage.bytes.withUnsafeBufferPointer { buffer in
            JSONError(message, at: rawRange.lowerBound, in: buffer)
        }
    }

    /// The value of a member; the last one, when a key is there twice. Nil when this is no object.
    public subscript(key: String) -> JSONValue? {
        let end = Int(entry.next)
        guard entry.kind == .object else { return nil }
        var key = key
        let hit = key.withUTF8 { storage.member($0, from: index + 1, to: end) }
        return hit.map { JSONValue(storage: storage, index: $0) }
    }

    /// An element of an array, counted from 0; nil beyond its end, or when this is no array.
    public subscript(position: Int) -> JSONValue? {
        let entry = entry
        guard entry.kind == .array, position >= 0, position < entry.count else { return nil }
        var cursor = index + 1
        for _ in 0..<position { cursor = Int(storage.tape[cursor].next) }
        return JSONValue(storage: storage, index: cursor)
    }
}
