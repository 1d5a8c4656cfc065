/// Times in milliseconds, in order.
struct Figures {
    private let sorted: [Double]

    init(_ times: [Double]) { sorted = times.sorted() }

    var isEmpty: Bool { sorted.isEmpty }

    subscript(percent: Int) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// p50, p95 and p99.
    var text: String { [50, 95, 99].map { decimal(self[$0]) }.joined(separator: "/") }
}

/// Two places are more than the noise leaves.
func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}
