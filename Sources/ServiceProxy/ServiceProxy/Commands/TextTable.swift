import JSON

/// Columns of text, each as wide as its widest cell.
struct TextTable: Sendable {
    private var lines: [[String]]

    /// A table with only its heads.
    init(_ heads: [String]) { lines = [heads] }

    /// Adds a line; it has as many cells as there are heads.
    mutating func add(_ cells: [String]) { lines.append(cells) }

    /// The lines, each ended; the last column isn't padded.
    var text: String {
        let widths = (lines.first ?? []).indices.map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        return lines.map { line in
            let last = line.indices.last ?? 0
            return line.indices.map { column in
                let cell = line[column]
                let space = column == last ? 0 : widths[column] - cell.count + 2
                return cell + String(repeating: " ", count: space)
            }.joined() + "\n"
        }.joined()
    }
}

extension String {
    /// Without the line's end at its end.
    var dropLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension JSON {
    /// Indented, with an end of line.
    var prettyText: String {
        String(decoding: serialized(pretty: true), as: UTF8.self) + "\n"
    }
}
