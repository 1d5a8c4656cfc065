/// A schedule in the form of cron: five fields, or a word such as `@daily`. Only its mistakes are
/// of interest here, in the words of the parser that upstream uses (robfig/cron).
struct CronSchedule {
    /// What is wrong; nil when nothing is.
    var fault: String?

    private struct Field {
        var low: Int
        var high: Int
        var names: [String] = []
    }

    private static let fields = [
        Field(low: 0, high: 59), Field(low: 0, high: 23), Field(low: 1, high: 31),
        Field(
            low: 1, high: 12,
            names: [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ]),
        Field(low: 0, high: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    private static let words: Set<String> = [
        "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
    ]

    init(_ text: String) {
        if text.hasPrefix("@") {
            let isKnown = Self.words.contains(text) || text.hasPrefix("@every ")
            fault = isKnown ? nil : "unrecognized descriptor: \(text)"
            return
        }
        let parts = text.split { $0.isWhitespace }.map(String.init)
        guard parts.count == 5 else {
            fault =
                "expected exactly 5 fields, found \(parts.count): "
                + "[\(parts.joined(separator: " "))]"
            return
        }
        for (part, field) in zip(parts, Self.fields) {
            let lists = part.split(separator: ",").map(String.init)
            for range in lists {
                fault = Self.fault(range, field)
                if fault != nil { return }
            }
        }
    }

    /// `*`, `5`, `1-5`, each perhaps with `/2`.
    private static func fault(_ text: String, _ field: Field) -> String? {
        let steps = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if steps.count > 2 { return "too many slashes: \(text)" }
        let ends = steps[0].split(separator: "-", omittingEmptySubsequences: false)
            .map(String.init)
        var low = field.low
        var high = field.high
        if ends[0] != "*" && ends[0] != "?" {
            if ends.count > 2 { return "too many hyphens: \(text)" }
            guard let first = number(ends[0], field) else { return unreadable(ends[0]) }
            low = first
            high = first
            if ends.count == 2 {
                guard let last = number(ends[1], field) else { return unreadable(ends[1]) }
                high = last
            } else if steps.count == 2 {
                high = field.high
            }
        }
        if steps.count == 2 {
            guard let step = Int(steps[1]) else { return unreadable(steps[1]) }
            if step < 0 { return "negative number (\(step)) not allowed: \(steps[1])" }
            if step == 0 { return "step of range should be a positive number: \(text)" }
        }
        if low < field.low {
            return "beginning of range (\(low)) below minimum (\(field.low)): \(text)"
        }
        if high > field.high {
            return "end of range (\(high)) above maximum (\(field.high)): \(text)"
        }
        if low > high {
            return "beginning of range (\(low)) beyond end of range (\(high)): \(text)"
        }
        return nil
    }

    private static func number(_ text: String, _ field: Field) -> Int? {
        if let index = field.names.firstIndex(of: text.lowercased()) { return field.low + index }
        return Int(text)
    }

    private static func unreadable(_ text: String) -> String {
        "failed to parse int from \(text): strconv.Atoi: parsing \"\(text)\": invalid syntax"
    }
}
