/// A time as logs have it: `2026-11-21T17:24:31.123456000Z`, in UTC. RFC 3339 with nanoseconds.
package enum LogStamp {
    package static func text(_ microseconds: Int64) -> String {
        let seconds = microseconds.dividing(by: 1_000_000)
        let days = seconds.quotient.dividing(by: 86_400)
        let date = civil(days.quotient)
        let clock = days.remainder
        return pad(date.year, 4) + "-" + pad(date.month, 2) + "-" + pad(date.day, 2) + "T"
            + pad(clock / 3600, 2) + ":" + pad(clock / 60 % 60, 2) + ":" + pad(clock % 60, 2) + "."
            + pad(seconds.remainder, 6) + "000Z"
    }

    /// Days since 1970-01-01 as a date. Years begin in March here, so that the leap day is a
    /// year's last; the calendar repeats every 400 years of 146,097 days.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let era = (days + 719_468).dividing(by: 146_097)
        let day = era.remainder
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear: Int64 = month >= 10 ? 1 : 0
        return (
            year + era.quotient * 400 + isNextYear, month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    /// Rounded down, so that the remainder is never negative.
    fileprivate func dividing(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
