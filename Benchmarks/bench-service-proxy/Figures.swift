import LinuxSystem

/// Times of repeated runs, in milliseconds.
struct Figures {
    var times: [Double] = []

    /// Runs something and notes how long it took.
    mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
        let begin = MonotonicClock.nanoseconds
        defer { times.append(Double(MonotonicClock.nanoseconds - begin) / 1e6) }
        return try body()
    }

    /// The value below which this share of the times lies.
    func quantile(_ share: Double) -> Double {
        let sorted = times.sorted()
        guard let last = sorted.last else { return 0 }
        let index = Int((Double(sorted.count) * share).rounded(.down))
        return index < sorted.count ? sorted[index] : last
    }

    var median: Double { quantile(0.5) }
}

/// Prints lines of equal columns.
struct Report {
    static func line(_ cells: String...) {
        let widths = [44, 13, 13, 13]
        let padded = cells.enumerated().map { index, cell in
            let width = index < widths.count ? widths[index] : 0
            let blank = String(repeating: " ", count: max(0, width - cell.count))
            return index == 0 ? cell + blank : blank + cell
        }
        print(padded.joined(separator: " "))
    }

    static func number(_ value: Double, _ digits: Int = 2) -> String {
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        let rounded = (abs(value) * factor).rounded()
        let whole = Int(rounded / factor)
        let rest = Int(rounded) - whole * Int(factor)
        let text = "\(rest)"
        let fraction = String(repeating: "0", count: max(0, digits - text.count)) + text
        return (value < 0 ? "-" : "") + (digits == 0 ? "\(whole)" : "\(whole).\(fraction)")
    }

    static func milliseconds(_ value: Double) -> String { number(value, 3) + " ms" }
}
