/// Text in columns as wide as their widest cell.
struct Table {
    /// The finished lines, without spaces at their ends.
    let lines: [String]

    /// - Parameter right: columns that are aligned to the right.
    init(_ rows: [[String]], right: Set<Int> = []) {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        lines = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return right.contains(column) ? padding + cell : cell + padding
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
