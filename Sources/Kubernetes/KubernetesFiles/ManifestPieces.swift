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

    /// The pieces of a text, in order, covering all of it.
    static func split(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var start = 0
        var firstLine = 1
        var line = 1
        var index = 0
        let count = bytes.count
        while index < count {
            // Here a line begins.
            if bytes[index] == UInt8(ascii: "%") {
                // A directive belongs to the document behind the next marker.
                return [Piece(range: 0..<count, firstLine: 1)]
            }
            if index > start, isMarker(bytes, at: index) {
                pieces.append(Piece(range: start..<index, firstLine: firstLine))
                start = index
                firstLine = line
            }
            while index < count, bytes[index] != 0x0A { index += 1 }
            index += 1
            line += 1
        }
        if start < count { pieces.append(Piece(range: start..<count, firstLine: firstLine)) }
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

    /// A hash of a piece's bytes; who uses it compares the bytes too.
    static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range {
            hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
