/// Cuts a stream of bytes into lines.
struct LineSplitter {
    /// What came after the last line feed.
    private var rest: [UInt8] = []

    /// The lines that end in these bytes, without their line feeds; empty ones are passed over.
    mutating func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty {
                if end > start { lines.append(bytes[start..<end]) }
            } else {
                rest += bytes[start..<end]
                lines.append(rest[...])
                rest = []
            }
            start = end + 1
        }
        rest += bytes[start...]
        return lines
    }
}
