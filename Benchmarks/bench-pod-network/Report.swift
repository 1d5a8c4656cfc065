/// A table as it is printed: text on the left, figures on the right.
struct Report {
    private var lines: [[String]]

    init(_ head: String...) { lines = [head] }

    mutating func add(_ cells: String...) { lines.append(cells) }

    /// Both implementations' percentiles, and how many times faster ours is.
    mutating func add(
        _ name: String, _ processes: String, _ ours: [Double], _ reference: [Double]
    ) {
        let (own, other) = (Figures(ours), Figures(reference))
        add(
            name, processes, own.text, other.text, decimal(other[50] / own[50]),
            decimal(other[99] / own[99]))
    }

    /// The columns of the row above.
    static var comparison: Report {
        Report(
            "", "processes", "martlet-cni p50/95/99", "reference p50/95/99", "ratio p50", "p99")
    }

    func print() {
        let columns = lines.map(\.count).max() ?? 0
        // A line of one cell says why there are no figures.
        let widths = (0..<columns).map { column in
            lines.filter { $0.count > 1 }.map { column < $0.count ? $0[column].count : 0 }.max()
                ?? 0
        }
        for line in lines {
            var text = "  " + pad(line[0], widths[0], left: true)
            for column in 1..<line.count { text += "  " + pad(line[column], widths[column]) }
            Swift.print(text)
        }
    }

    private func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }
}
