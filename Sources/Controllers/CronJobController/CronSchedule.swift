import APIMachinery

/// When a job is due: five fields of cron, a word such as `@daily`, or `@every 1h30m`.
///
/// The API server has refused what is no schedule; the rules are those of the parser that upstream
/// uses (robfig/cron): with both days given, either is enough.
package enum CronSchedule: Sendable, Hashable {
    case calendar(CronFields)
    /// Seconds from one to the next.
    case every(Int64)

    /// A schedule of a text; nil when it is none.
    package init?(_ text: String) {
        if text.hasPrefix("@every ") {
            guard let seconds = Self.seconds(text.dropFirst(7)) else { return nil }
            self = .every(max(1, seconds))
            return
        }
        guard let fields = CronFields(Self.words[text] ?? text) else { return nil }
        self = .calendar(fields)
    }

    private static let words = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
        "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@hourly": "0 * * * *",
    ]

    /// Whole seconds of a duration as Go writes it: `1h30m`, `90s`.
    private static func seconds(_ text: some StringProtocol) -> Int64? {
        let units: [(String, Double)] = [
            ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1),
        ]
        var rest = Substring(text)
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            guard let value = Double(digits),
                let unit = units.first(where: { rest.hasPrefix($0.0) })
            else { return nil }
            rest = rest.dropFirst(unit.0.count)
            total += value * unit.1
        }
        return total > 0 && total < 1e12 ? Int64(total) : nil
    }

    /// The first time that is due after a moment; nil when there is none in five years.
    package func next(after time: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        switch self {
        case .every(let seconds):
            return Timestamp(microseconds: (time.seconds + seconds) * 1_000_000)
        case .calendar(let fields):
            return fields.next(after: time.seconds, in: zone).map {
                Timestamp(microseconds: $0 * 1_000_000)
            }
        }
    }

    /// The last time that was due after one moment and not after another, and how many were.
    package func due(
        after start: Timestamp, until now: Timestamp, in zone: TimeZoneRules
    ) -> (last: Timestamp, count: Int)? {
        guard var last = next(after: start, in: zone), last <= now else { return nil }
        var count = 1
        while let following = next(after: last, in: zone), following <= now {
            count += 1
            last = following
            if count == 1000 {
                // Of a very long absence only the end counts.
                let span = Swift.max(
                    86_400_000_000, (following.microseconds - start.microseconds) / 500)
                last = Swift.max(last, Timestamp(microseconds: now.microseconds - span))
            }
        }
        return (last, count)
    }
}
