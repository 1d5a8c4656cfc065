/// The single pass over a text: checks everything, writes the tape.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var tape: [TapeEntry] = []
    var position = 0
    private var depth = 0

    /// - Parameter length: about how many bytes the value has.
    init(_ bytes: UnsafeBufferPointer<UInt8>, expecting length: Int) {
        self.bytes = bytes
        // A Pod has about one entry for every 12 bytes; a miss only costs a reallocation.
        tape.reserveCapacity(length / 12 + 8)
    }

    mutating func parseDocument() throws(JSONError) {
        guard bytes.count < Int(UInt32.max) else { throw fault("text is 4 GiB or longer") }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fault("byte order mark before the value")
        }
        skipSpace()
        try parseValue()
        skipSpace()
        guard position == bytes.count else {
            throw fault("\(found) after the end of the value")
        }
    }

    /// Parses the value behind an offset and moves the offset behind it; false at the end.
    mutating func parseNext(from offset: inout Int) throws(JSONError) -> Bool {
        guard bytes.count < Int(UInt32.max) else { throw fault("text is 4 GiB or longer") }
        position = offset
        skipSpace()
        guard position < bytes.count else { return false }
        try parseValue()
        offset = position
        return true
    }

    private mutating func parseValue() throws(JSONError) {
        guard position < bytes.count else { throw fault("expected a value, found \(found)") }
        switch bytes[position] {
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "{"): try parseObject()
        case UInt8(ascii: "["): try parseArray()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
        case UInt8(ascii: "t"): try parseWord("true", .bool)
        case UInt8(ascii: "f"): try parseWord("false", .bool)
        case UInt8(ascii: "n"): try parseWord("null", .null)
        default: throw fault("expected a value, found \(found)")
        }
    }

    private mutating func parseObject() throws(JSONError) {
        let opening = try open(.object)
        var count = 0
        skipSpace()
        if peek == UInt8(ascii: "}") { return close(opening, count: 0) }
        while true {
            guard peek == UInt8(ascii: "\"") else {
                throw fault("expected a key in double quotes, found \(found)")
            }
            try parseString()
            skipSpace()
            guard peek == UInt8(ascii: ":") else {
                throw fault("expected ':' after a key, found \(found)")
            }
            position += 1
            skipSpace()
            try parseValue()
            count += 1
            skipSpace()
            if peek == UInt8(ascii: "}") { return close(opening, count: count) }
            guard peek == UInt8(ascii: ",") else {
                throw fault("expected ',' or '}' after a member, found \(found)")
            }
            position += 1
            skipSpace()
        }
    }

    private mutating func parseArray() throws(JSONError) {
        let opening = try open(.array)
        var count = 0
        skipSpace()
        if peek == UInt8(ascii: "]") { return close(opening, count: 0) }
        while true {
            try parseValue()
            count += 1
            skipSpace()
            if peek == UInt8(ascii: "]") { return close(opening, count: count) }
            guard peek == UInt8(ascii: ",") else {
                throw fault("expected ',' or ']' after an element, found \(found)")
            }
            position += 1
            skipSpace()
        }
    }

    private mutating func open(_ kind: JSONValue.Kind) throws(JSONError) -> Int {
        depth += 1
        guard depth <= JSONDocument.maximumDepth else {
            throw fault("nested deeper than \(JSONDocument.maximumDepth) levels")
        }
        tape.append(TapeEntry(kind, start: position, end: 0, next: 0))
        position += 1
        return tape.count - 1
    }

    private mutating func close(_ opening: Int, count: Int) {
        depth -= 1
        position += 1
        tape[opening].close(end: position, next: tape.count, count: count)
    }

    private mutating func parseWord(
        _ word: StaticString, _ kind: JSONValue.Kind
    ) throws(JSONError) {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw fault("expected \(word)") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
            throw fault("expected \(word)")
        }
        append(kind, start: position, end: position + length)
        position += length
    }

    mutating func append(_ kind: JSONValue.Kind, start: Int, end: Int, isEscaped: Bool = false) {
        let next = tape.count + 1
        tape.append(TapeEntry(kind, start: start, end: end, next: next, isEscaped: isEscaped))
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The byte at the position; 0, which no text may hold outside a string, at the end.
    var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// The byte at the position, as an error names it.
    var found: String {
        guard position < bytes.count else { return "the end of the text" }
        let byte = bytes[position]
        guard (0x21...0x7E).contains(byte) else {
            return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "'\(Character(UnicodeScalar(byte)))'"
    }

    func fault(_ message: String) -> JSONError { JSONError(message, at: position, in: bytes) }
}
