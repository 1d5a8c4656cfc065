/// Writes the text format of Prometheus.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct MetricText {
    private(set) var text = ""

    mutating func head(_ name: String, _ help: String, _ kind: MetricKind) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{"
            text += labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
                .joined(separator: ",")
            text += "}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A metric that has one number a series.
    mutating func write<Series>(_ table: MetricTable<Series>, _ value: (Series) -> Double) {
        let all = table.all
        guard !all.isEmpty else { return }
        head(table.name, table.help, table.kind)
        for (values, series) in all {
            sample(table.name, Array(zip(table.labels, values)), value(series))
        }
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
