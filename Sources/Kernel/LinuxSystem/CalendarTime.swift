/// A point in time by the calendar, in UTC.
public struct CalendarTime: Hashable, Sendable {
    /// The year.
    public var year: Int64
    /// The month, from 1.
    public var month: Int64
    /// The day of the month, from 1.
    public var day: Int64
    /// The hour, 0 to 23.
    public var hour: Int64
    /// The minute, 0 to 59.
    public var minute: Int64
    /// The second, 0 to 59.
    public var second: Int64
    /// Millionths of a second.
    public var microsecond: Int64

    /// The time so many microseconds after 1970-01-01 00:00 UTC, as `WallClock` counts them.
    public init(microseconds: Int64) {
        let seconds = Self.floored(microseconds, 1_000_000)
        let days = Self.floored(seconds.quotient, 86_400)
        microsecond = seconds.remainder
        hour = days.remainder / 3600
        minute = days.remainder / 60 % 60
        second = days.remainder % 60
        // Days of eras of 400 years that begin on March 1st, so that a leap day ends a year.
        // http://howardhinnant.github.io/date_algorithms.html#civil_from_days
        let era = Self.floored(days.quotient + 719_468, 146_097)
        let dayOfEra = era.remainder
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era.quotient * 400 + (month <= 2 ? 1 : 0)
    }

    private static func floored(
        _ value: Int64, _ divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let parts = value.quotientAndRemainder(dividingBy: divisor)
        return parts.remainder < 0
            ? (parts.quotient - 1, parts.remainder + divisor) : parts
    }
}
