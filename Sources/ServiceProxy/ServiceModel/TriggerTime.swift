/// When what changed a slice happened, by the slice's word: the start of network-programming time.
public struct TriggerTime: Hashable, Sendable, Comparable {
    /// Nanoseconds since 1970, UTC.
    public var nanoseconds: Int64

    /// The annotation that carries it.
    public static let annotation = "endpoints.kubernetes.io/last-change-trigger-time"

    /// A time.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Reads RFC 3339 in UTC: `2026-11-21T20:54:25Z`, `2026-11-21T20:54:25.123456789Z`; nil for
    /// other text.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, until end: UInt8) -> Int64? {
            var value: Int64 = 0
            guard rest.count > digits, rest[rest.startIndex + digits] == end else { return nil }
            for byte in rest.prefix(digits) {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            rest = rest.dropFirst(digits + 1)
            return value
        }
        guard let year = number(4, until: 0x2d), let month = number(2, until: 0x2d),
            let day = number(2, until: 0x54), let hour = number(2, until: 0x3a),
            let minute = number(2, until: 0x3a), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60
        else { return nil }
        var fraction: Int64 = 0
        let second: Int64
        if let whole = number(2, until: 0x5a) {
            second = whole
        } else {
            guard let whole = number(2, until: 0x2e) else { return nil }
            let digits = rest.count - 1
            guard (1...9).contains(digits), let part = number(digits, until: 0x5a) else {
                return nil
            }
            second = whole
            fraction = (digits..<9).reduce(part) { value, _ in value * 10 }
        }
        guard second <= 60, rest.isEmpty else { return nil }
        let days = Self.days(year, month, day)
        nanoseconds =
            (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000_000 + fraction
    }

    /// Days since 1970 of a day in the Gregorian calendar, counted from March, so that the leap day
    /// comes last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
}
