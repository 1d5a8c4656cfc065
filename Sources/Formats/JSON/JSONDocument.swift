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
            var parser = JSONParser(buffer, expecting: buffer.count)
            try parser.parseDocument()
            return parser.tape
        }
        storage = TapeStorage(bytes: bytes, tape: tape)
    }

    /// An object without members.
    public static let empty = JSONDocument(
        storage: TapeStorage(
            bytes: Array("{}".utf8), tape: [TapeEntry(.object, start: 0, end: 2, next: 1)]))

    /// The outermost value.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// The source text of the whole document.
    public var bytes: [UInt8] { storage.bytes }
}

extension JSONDocument {
    /// Parses values that stand one behind the other, as a stream of JSON objects has them.
    /// - Throws: `JSONError` with line and column in the whole text.
    public static func sequence(parsing bytes: [UInt8]) throws(JSONError) -> [JSONDocument] {
        var documents: [JSONDocument] = []
        var start = 0
        while true {
            let tape = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
                var parser = JSONParser(buffer, expecting: min(buffer.count - start, 4096))
                return try parser.parseNext(from: &start) ? parser.tape : []
            }
            if tape.isEmpty { return documents }
            documents.append(JSONDocument(storage: TapeStorage(bytes: bytes, tape: tape)))
        }
    }

    /// A fault at the first key that an object has twice; nil when there is none.
    public func repeatedKey() -> JSONError? {
        var pending = [root]
        while let value = pending.popLast() {
            switch value.kind {
            case .array: pending.append(contentsOf: value.elements)
            case .object:
                var keys: Set<String> = []
                for (key, member) in value.members {
                    guard keys.insert(key).inserted else {
                        return member.fault("key \"\(key)\" is there twice in one object")
                    }
                    pending.append(member)
                }
            default: break
            }
        }
        return nil
    }
}
