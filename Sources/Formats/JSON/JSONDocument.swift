/// A JSON text, checked once from end to end, with a tape of where each value is.
///
/// Nothing is copied out of the bytes until it is asked for. The text is held to RFC 8259 strictly:
/// numbers, escapes, paired surrogates, UTF-8, control characters, nothing behind the value, and at
/// most 512 levels. Of equal keys in one object the last one counts, as for Go's decoder.
public struct JSONDocument: Sendable {
    let storage: TapeStorage

    init(storage: TapeStorage) {
        self.storage = storage
    }

    /// The deepest nesting that is read.
    public static let maximumDepth = 512

    /// Parses a whole text.
    /// - Throws: `JSONError` with line and column of the first fault.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let tape = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(buffer)
            try parser.parseDocument()
            return parser.tape
        }
        storage = TapeStorage(bytes: bytes, tape: tape)
    }

    /// The outermost value.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// The source text of the whole document.
    public var bytes: [UInt8] { storage.bytes }
}
