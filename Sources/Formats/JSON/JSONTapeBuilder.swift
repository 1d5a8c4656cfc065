/// Makes a document out of values that another format's reader finds, each with its source line.
///
/// It writes the JSON bytes and their tape at once, so that a cursor can't tell where it came from.
package struct JSONTapeBuilder {
    private var bytes: [UInt8] = []
    private var tape: [TapeEntry] = []
    private var lines: [UInt32] = []
    private var open: [(index: Int, children: Int)] = []

    /// A builder that expects about so many bytes.
    package init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Whether nothing was added yet.
    package var isEmpty: Bool { tape.isEmpty }

    /// Begins an object; keys and values alternate until `endObject`.
    package mutating func beginObject(line: Int) { begin(.object, UInt8(ascii: "{"), line) }

    /// Begins an array; its elements follow until `endArray`.
    package mutating func beginArray(line: Int) { begin(.array, UInt8(ascii: "["), line) }

    /// Ends the innermost object.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Ends the innermost array.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Adds a string, or an object's key.
    package mutating func string(_ text: String, line: Int) {
        var text = text
        text.withUTF8 { string($0, line: line) }
    }

    /// Adds a string, or an object's key, that is known to be UTF-8.
    package mutating func string(_ content: UnsafeBufferPointer<UInt8>, line: Int) {
        separate()
        let start = bytes.count + 1
        let isEscaped = JSONEscapes.append(content, to: &bytes)
        append(.string, start: start, end: bytes.count - 1, line: line, isEscaped: isEscaped)
    }

    /// Adds a copy of a value of another document, with its lines.
    package mutating func copy(_ value: JSONValue) {
        separate()
        let storage = value.storage
        let range = value.rawRange
        let shift = bytes.count - range.lowerBound
        let entries = tape.count - value.index
        for index in value.index..<Int(value.entry.next) {
            tape.append(storage.tape[index].shifted(bytes: shift, entries: entries))
            lines.append(index < storage.lines.count ? storage.lines[index] : 0)
        }
        bytes.append(contentsOf: storage.bytes[range])
    }

    /// The number of entries so far: where the next value will stand.
    package var position: Int { tape.count }

    /// The number of bytes so far.
    package var byteCount: Int { bytes.count }

    /// The finished value at a position, as a document of its own.
    package func document(at position: Int) -> JSONDocument? {
        guard position < tape.count else { return nil }
        let storage = TapeStorage(bytes: bytes, tape: tape, lines: lines)
        var builder = JSONTapeBuilder()
        builder.copy(JSONValue(storage: storage, index: position))
        return builder.document()
    }

    /// Adds a number by its exact JSON text.
    package mutating func number(_ text: String, line: Int) { literal(.number, text, line) }

    /// Adds `true` or `false`.
    package mutating func bool(_ value: Bool, line: Int) {
        literal(.bool, value ? "true" : "false", line)
    }

    /// Adds `null`.
    package mutating func null(line: Int) { literal(.null, "null", line) }

    /// The finished document.
    package func document() -> JSONDocument {
        JSONDocument(storage: TapeStorage(bytes: bytes, tape: tape, lines: lines))
    }

    private mutating func begin(_ kind: JSONValue.Kind, _ bracket: UInt8, _ line: Int) {
        separate()
        append(kind, start: bytes.count, end: 0, line: line)
        bytes.append(bracket)
        open.append((tape.count - 1, 0))
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        guard let (index, children) = open.popLast() else { return }
        let count = tape[index].kind == .object ? children / 2 : children
        tape[index].close(end: bytes.count, next: tape.count, count: count)
    }

    private mutating func literal(_ kind: JSONValue.Kind, _ text: String, _ line: Int) {
        separate()
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        append(kind, start: start, end: bytes.count, line: line)
    }

    private mutating func append(
        _ kind: JSONValue.Kind, start: Int, end: Int, line: Int, isEscaped: Bool = false
    ) {
        let next = tape.count + 1
        tape.append(TapeEntry(kind, start: start, end: end, next: next, isEscaped: isEscaped))
        lines.append(UInt32(truncatingIfNeeded: line))
    }

    /// Writes the comma or colon before the next child and counts it.
    private mutating func separate() {
        guard let last = open.indices.last else { return }
        let children = open[last].children
        open[last].children += 1
        guard children > 0 else { return }
        let isValue = tape[open[last].index].kind == .object && children % 2 == 1
        bytes.append(isValue ? UInt8(ascii: ":") : UInt8(ascii: ","))
    }
}
