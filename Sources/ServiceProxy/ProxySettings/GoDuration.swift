/// Durations as Go and Kubernetes write them: `1h30m`, `250ms`, `1.5s`, `0`.
enum GoDuration {
    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60),
        ("h", 3600),
    ]

    /// The duration; nil when it isn't one.
    static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        var rest = Substring(text)
        var sign = 1.0
        if let first = rest.first, "+-".contains(first) {
            sign = first == "-" ? -1 : 1
            rest.removeFirst()
        }
        guard !rest.isEmpty else { return nil }
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest.removeFirst(digits.count)
            let unit = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
            rest.removeFirst(unit.count)
            guard let number = Double(digits),
                let scale = units.first(where: { $0.name == unit })?.seconds
            else { return nil }
            seconds += number * scale
        }
        // Go's own limit is 292 years.
        guard seconds < 9e9 else { return nil }
        return .nanoseconds(Int64((seconds * sign * 1e9).rounded()))
    }

    /// As Go prints it: `1h0m0s`, `1.5s`, `100ms`.
    static func text(_ duration: Duration) -> String {
        let parts = duration.components
        let nanoseconds = parts.attoseconds / 1_000_000_000
        if parts.seconds == 0 {
            if nanoseconds == 0 { return "0s" }
            if nanoseconds % 1_000_000 == 0 { return "\(nanoseconds / 1_000_000)ms" }
            if nanoseconds % 1000 == 0 { return "\(nanoseconds / 1000)µs" }
            return "\(nanoseconds)ns"
        }
        let (hours, minutes) = (parts.seconds / 3600, parts.seconds / 60 % 60)
        var text = hours > 0 ? "\(hours)h" : ""
        if hours > 0 || minutes > 0 { text += "\(minutes)m" }
        text += "\(parts.seconds % 60)"
        if nanoseconds > 0 {
            let digits = String(nanoseconds + 1_000_000_000).dropFirst()
            text += "." + digits.reversed().drop { $0 == "0" }.reversed()
        }
        return text + "s"
    }
}
