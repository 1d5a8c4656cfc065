/// Splits a YAML text where its documents begin, so that a change costs only the documents changed.
///
/// A line that begins with `---` is a document's start wherever it stands: YAML forbids it inside
/// every kind of scalar.
enum ManifestPieces {
    /// A part of the text that is parsed by itself.
    struct Piece: Hashable {
        /// Its bytes.
        var range: Range<Int>
        /// The line of the text on which it begins, counted from 1.
        var firstLine: Int
    }

    /// The pieces of a part of a text that begins where a document does, in order, covering all of
    /// it; nil when there is a directive, which belongs to the document behind the next marker.
    static func split(
        _ bytes: [UInt8], _ range: Range<Int>, firstLine: Int = 1
    ) -> [Piece]? {
        var pieces: [Piece] = []
        var start = range.lowerBound
        var firstLine = firstLine
        var line = firstLine
        var index = range.lowerBound
        while index < range.upperBound {
            // Here a line begins.
            if bytes[index] == UInt8(ascii: "%") { return nil }
            if index > start, isMarker(bytes, at: index) {
                pieces.append(Piece(range: start..<index, firstLine: firstLine))
                start = index
                firstLine = line
            }
            while index < range.upperBound, bytes[index] != 0x0A { index += 1 }
            index += 1
            line += 1
        }
        if start < range.upperBound {
            pieces.append(Piece(range: start..<range.upperBound, firstLine: firstLine))
        }
        return pieces
    }

    private static func isMarker(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + 3 <= bytes.count, bytes[index] == UInt8(ascii: "-"),
            bytes[index + 1] == UInt8(ascii: "-"), bytes[index + 2] == UInt8(ascii: "-")
        else { return false }
        guard index + 3 < bytes.count else { return true }
        let next = bytes[index + 3]
        return next == 0x0A || next == 0x0D || next == 0x20 || next == 0x09
    }

    /// How many bytes two texts share at their beginnings.
    static func commonPrefix(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let limit = min(left.count, right.count)
        var count = 0
        while count < limit, left[count] == right[count] { count += 1 }
        return count
    }

    /// How many bytes two texts share at their ends, at most a limit.
    static func commonSuffix(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        var count = 0
        while count < limit, left[left.count - 1 - count] == right[right.count - 1 - count] {
            count += 1
        }
        return count
    }
}
