/// A rule for all years, as POSIX writes them: `CET-1CEST,M3.5.0,M10.5.0/3`.
package struct TimeZoneRule: Sendable, Hashable {
    /// When clocks change, in local time.
    private enum Day: Hashable, Sendable {
        /// The nth weekday of a month, the fifth being the last.
        case weekday(month: Int, week: Int, weekday: Int)
        /// From 1; the 29th of February is not counted.
        case julian(Int)
        /// From 0; it is.
        case ordinal(Int)
    }

    /// A day and the second of it.
    private struct Change: Hashable, Sendable {
        var day: Day
        var second: Int64
    }

    /// Summer: its offset, its begin and its end.
    private struct Summer: Hashable, Sendable {
        var offset: Int64
        var begin: Change
        var end: Change
    }

    private var standard: Int64
    private var summer: Summer?

    /// A rule of a text; nil when it is none.
    package init?(_ text: String) {
        var scanner = Scanner(text: text[...])
        guard scanner.name(), let west = scanner.time() else { return nil }
        standard = -west
        guard scanner.name() else { return }
        let offset = scanner.time().map { -$0 } ?? standard + 3600
        guard scanner.take(","), let begin = scanner.change(), scanner.take(","),
            let end = scanner.change()
        else { return }
        summer = Summer(offset: offset, begin: begin, end: end)
    }

    /// Seconds east of UTC at a moment.
    package func offset(at time: Int64) -> Int64 {
        guard let summer else { return standard }
        let year = CivilTime(seconds: time + standard).year
        let begin = Self.second(summer.begin, year) - standard
        let end = Self.second(summer.end, year) - summer.offset
        let isSummer =
            begin < end ? begin <= time && time < end : !(end <= time && time < begin)
        return isSummer ? summer.offset : standard
    }

    /// The local second since 1970 of a change in a year.
    private static func second(_ change: Change, _ year: Int) -> Int64 {
        let first = CivilTime.days(year: year, month: 1, day: 1)
        let day: Int64
        switch change.day {
        case .ordinal(let number): day = first + Int64(number)
        case .julian(let number):
            let isBehind = number >= 60 && CivilTime.isLeap(year)
            day = first + Int64(number - 1 + (isBehind ? 1 : 0))
        case .weekday(let month, let week, let weekday):
            let begin = CivilTime.days(year: year, month: month, day: 1)
            let next =
                month == 12
                ? CivilTime.days(year: year + 1, month: 1, day: 1)
                : CivilTime.days(year: year, month: month + 1, day: 1)
            let wanted = (Int64(weekday) - (begin + 4) % 7 + 14) % 7
            var found = begin + wanted + Int64(week - 1) * 7
            if found >= next { found -= 7 }
            day = found
        }
        return day * 86_400 + change.second
    }

    /// Takes a rule apart from the front.
    private struct Scanner {
        var text: Substring

        mutating func take(_ character: Character) -> Bool {
            guard text.first == character else { return false }
            text = text.dropFirst()
            return true
        }

        mutating func number() -> Int? {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            text = text.dropFirst(digits.count)
            return digits.count < 6 ? Int(digits) : nil
        }

        /// A zone's name: letters, or anything between angle brackets.
        mutating func name() -> Bool {
            if take("<") {
                guard let end = text.firstIndex(of: ">") else { return false }
                text = text[text.index(after: end)...]
                return true
            }
            let letters = text.prefix(while: \.isLetter)
            text = text.dropFirst(letters.count)
            return !letters.isEmpty
        }

        /// Hours, minutes and seconds: `-3:30`.
        mutating func time() -> Int64? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard var seconds = number().map({ Int64($0) * 3600 }) else { return nil }
            for unit in [Int64(60), 1] where take(":") {
                guard let part = number() else { return nil }
                seconds += Int64(part) * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            let day: Day
            if take("M") {
                guard let month = number(), (1...12).contains(month), take("."),
                    let week = number(), (1...5).contains(week), take("."),
                    let weekday = number(), (0...6).contains(weekday)
                else { return nil }
                day = .weekday(month: month, week: week, weekday: weekday)
            } else if take("J") {
                guard let number = number() else { return nil }
                day = .julian(number)
            } else {
                guard let number = number() else { return nil }
                day = .ordinal(number)
            }
            guard take("/") else { return Change(day: day, second: 7200) }
            return time().map { Change(day: day, second: $0) }
        }
    }
}
