/// The table that is printed: both implementations' percentiles, and how many times faster ours is.
final class Report {
    private struct Row {
        var name: String
        var ours: [Double]
        var reference: [Double]
    }

    private var rows: [Row] = []

    func add(_ name: String, _ ours: [Double], _ reference: [Double]) {
        rows.append(Row(name: name, ours: ours.sorted(), reference: reference.sorted()))
    }

    func print() {
        let head = ["", "martlet-cni p50", "p99", "reference p50", "p99", "ratio p50", "p99"]
        let body = rows.map { row in
            let (p50, p99) = (percentile(row.ours, 50), percentile(row.ours, 99))
            let (r50, r99) = (percentile(row.reference, 50), percentile(row.reference, 99))
            return [
                row.name, decimal(p50), decimal(p99), decimal(r50), decimal(r99),
                decimal(r50 / p50), decimal(r99 / p99),
            ]
        }
        let widths = head.indices.map { column in
            ([head] + body).map { $0[column].count }.max() ?? 0
        }
        for line in [head] + body {
            var text = pad(line[0], widths[0], left: true)
            for column in 1..<line.count { text += "  " + pad(line[column], widths[column]) }
            Swift.print(text)
        }
    }

    private func percentile(_ sorted: [Double], _ percent: Int) -> Double {
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// Two places are more than the noise leaves.
    private func decimal(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }
}
