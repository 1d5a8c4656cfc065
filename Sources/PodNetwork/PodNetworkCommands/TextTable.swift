/// Rows of words under headings, each column as wide as its widest word.
struct TextTable {
    private var rows: [[String]]

    /// A table without rows.
    init(_ headings: [String]) { rows = [headings] }

    /// Adds a row.
    mutating func add(_ row: [String]) { rows.append(row.map { $0.isEmpty ? "-" : $0 }) }

    /// The lines; nothing behind a row's last word.
    var text: String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, word in
                column == row.count - 1
                    ? word : word + String(repeating: " ", count: widths[column] - word.count)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
