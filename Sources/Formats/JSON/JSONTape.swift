/// One value, or one key, of a parsed text: where its bytes are and where the next one stands.
///
/// A container's contents follow it; `next` jumps over them. In an object, keys and values take
/// turns.
struct TapeEntry: BitwiseCopyable, Sendable {
    /// The first byte: of a string's content, behind its quote; of anything else, the value itself.
    var start: UInt32
    /// Behind the last byte, in the same sense.
    var end: UInt32
    /// The index of the entry behind this one and all that it contains.
    var next: UInt32
    /// Kind in the low three bits, then `isEscaped`, then the number of elements or members.
    private var info: UInt32

    init(_ kind: JSONValue.Kind, start: Int, end: Int, next: Int, isEscaped: Bool = false) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        info = UInt32(kind.rawValue) | (isEscaped ? 8 : 0)
    }

    var kind: JSONValue.Kind { JSONValue.Kind(rawValue: UInt8(info & 7)) ?? .null }

    /// Whether a string holds escapes, so that its bytes are not its text.
    var isEscaped: Bool { info & 8 != 0 }

    /// Elements of an array, members of an object.
    var count: Int { Int(info >> 4) }

    /// The same entry, its bytes and its neighbours elsewhere.
    func shifted(bytes: Int, entries: Int) -> TapeEntry {
        var copy = self
        copy.start = UInt32(truncatingIfNeeded: Int(start) + bytes)
        copy.end = UInt32(truncatingIfNeeded: Int(end) + bytes)
        copy.next = UInt32(truncatingIfNeeded: Int(next) + entries)
        return copy
    }

    /// Whether a string without escapes is this UTF-8.
    @inline(__always)
    func holds(_ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard Int(end - start) == text.count else { return false }
        var index = 0
        while index < text.count, bytes[Int(start) + index] == text[index] { index += 1 }
        return index == text.count
    }

    mutating func close(end: Int, next: Int, count: Int) {
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        info = (info & 15) | UInt32(truncatingIfNeeded: count) << 4
    }
}

/// The bytes and the tape that all cursors into one document share.
final class TapeStorage: Sendable {
    let bytes: [UInt8]
    let tape: [TapeEntry]
    /// The source line of each entry, for texts whose bytes are not the source (YAML); else empty.
    let lines: [UInt32]

    init(bytes: [UInt8], tape: [TapeEntry], lines: [UInt32] = []) {
        self.bytes = bytes
        self.tape = tape
        self.lines = lines
    }

    /// The text of a string's entry.
    func text(_ entry: TapeEntry) -> String {
        bytes.withUnsafeBufferPointer { buffer in
            let content = UnsafeBufferPointer(rebasing: buffer[Int(entry.start)..<Int(entry.end)])
            return entry.isEscaped
                ? JSONEscapes.unescaped(content) : String(decoding: content, as: UTF8.self)
        }
    }

    /// The entry of the last value whose key is this UTF-8, among the members between two entries.
    func member(_ key: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
        tape.withUnsafeBufferPointer { tape in
            bytes.withUnsafeBufferPointer { bytes in
                var hit: Int?
                var cursor = start
                while cursor < end {
                    let entry = tape[cursor]
                    if entry.isEscaped ? holdsEscaped(entry, key) : entry.holds(key, in: bytes) {
                        hit = cursor + 1
                    }
                    cursor = Int(tape[cursor + 1].next)
                }
                return hit
            }
        }
    }

    private func holdsEscaped(_ entry: TapeEntry, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        text(entry).utf8.elementsEqual(key)
    }

    /// Whether a string's entry holds this text, without making a `String` of it.
    func holds(_ entry: TapeEntry, _ text: String) -> Bool {
        if entry.isEscaped { return self.text(entry) == text }
        var text = text
        return text.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { entry.holds(wanted, in: $0) }
        }
    }
}
