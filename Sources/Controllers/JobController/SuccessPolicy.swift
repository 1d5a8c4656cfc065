import JSON

/// When some of a job's indexes are enough: `spec.successPolicy`.
struct SuccessPolicy: Sendable, Hashable {
    /// One rule; any of them is enough.
    struct Rule: Sendable, Hashable {
        /// Nil for all.
        var indexes: String?
        /// How many of these; nil for all.
        var count: Int?
    }

    var rules: [Rule]

    init(_ value: JSONValue) {
        rules =
            value["rules"]?.elements.map {
                Rule(indexes: $0["succeededIndexes"]?.string, count: $0["succeededCount"]?.int)
            } ?? []
    }

    /// The number of the first rule that is met.
    func met(by succeeded: IndexRanges, completions: Int) -> Int? {
        if succeeded.isEmpty { return nil }
        return rules.firstIndex { rule in
            guard let text = rule.indexes else { return succeeded.count >= rule.count ?? .max }
            let wanted = IndexRanges(parsing: text, below: completions)
            return wanted.count(in: succeeded) >= rule.count ?? wanted.count
        }
    }
}
