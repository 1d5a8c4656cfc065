/// The five fields of a schedule, each a set of numbers.
package struct CronFields: Sendable, Hashable {
    private var minutes: UInt64
    private var hours: UInt64
    private var days: UInt64
    private var months: UInt64
    private var weekdays: UInt64
    /// Whether both kinds of days are given, so that either is enough.
    private var isEitherDay: Bool

    /// The names and bounds of a field.
    private struct Domain {
        var low: Int
        var high: Int
        var names: [String] = []
    }

    private static let domains = [
        Domain(low: 0, high: 59), Domain(low: 0, high: 23), Domain(low: 1, high: 31),
        Domain(
            low: 1, high: 12,
            names: [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ]),
        Domain(low: 0, high: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// The fields of `0 8-18/2 * * mon-fri`; nil when it isn't five of them.
    init?(_ text: String) {
        let parts = text.split { $0.isWhitespace }
        guard parts.count == 5 else { return nil }
        var sets: [UInt64] = []
        for (part, domain) in zip(parts, Self.domains) {
            guard let set = Self.set(part, domain) else { return nil }
            sets.append(set)
        }
        (minutes, hours, days, months, weekdays) = (sets[0], sets[1], sets[2], sets[3], sets[4])
        isEitherDay = !Self.isAny(parts[2]) && !Self.isAny(parts[4])
    }

    private static func isAny(_ part: Substring) -> Bool {
        part.split(separator: ",").contains { $0.hasPrefix("*") || $0.hasPrefix("?") }
    }

    private static func set(_ part: Substring, _ domain: Domain) -> UInt64? {
        var set: UInt64 = 0
        for range in part.split(separator: ",") {
            let steps = range.split(separator: "/")
            guard let first = steps.first, steps.count <= 2 else { return nil }
            var (low, high) = (domain.low, domain.high)
            let ends = first.split(separator: "-")
            if first != "*", first != "?" {
                guard let from = ends.first.flatMap({ number($0, domain) }), ends.count <= 2
                else { return nil }
                low = from
                if ends.count == 2 {
                    guard let to = number(ends[1], domain) else { return nil }
                    high = to
                } else if steps.count == 1 {
                    high = from
                }
            }
            let step = steps.count == 2 ? Int(steps[1]) ?? 0 : 1
            guard step > 0, low >= domain.low, high <= domain.high, low <= high else { return nil }
            for value in stride(from: low, through: high, by: step) { set |= 1 << UInt64(value) }
        }
        return set == 0 ? nil : set
    }

    private static func number(_ text: Substring, _ domain: Domain) -> Int? {
        if let index = domain.names.firstIndex(of: text.lowercased()) { return domain.low + index }
        return Int(text)
    }

    private static func has(_ set: UInt64, _ value: Int) -> Bool {
        set >> UInt64(value) & 1 == 1
    }

    private func hasDay(_ date: CivilTime) -> Bool {
        let isDay = Self.has(days, date.day)
        let isWeekday = Self.has(weekdays, date.weekday)
        return isEitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    /// The first second after another that matches; nil when there is none in five years.
    ///
    /// Hours that a change of clocks leaves out never match; those that come twice match twice.
    func next(after seconds: Int64, in zone: TimeZoneRules) -> Int64? {
        var time = seconds - Self.remainder(seconds, 60) + 60
        let end = seconds + 5 * 366 * 86_400
        while time <= end {
            let local = CivilTime(seconds: time + zone.offset(at: time))
            if !Self.has(months, local.month) || !hasDay(local) {
                // To the next local midnight, by the hour where clocks change.
                let left = Int64(86_400 - local.secondOfDay)
                let there = CivilTime(
                    seconds: time + left + zone.offset(at: time + left))
                time += there.secondOfDay == 0 ? left : min(left, 3600 - Int64(local.minute) * 60)
            } else if !Self.has(hours, local.hour) {
                time += Int64(60 - local.minute) * 60
            } else if !Self.has(minutes, local.minute) {
                time += 60
            } else {
                return time
            }
        }
        return nil
    }

    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
