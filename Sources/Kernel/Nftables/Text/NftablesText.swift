/// Prints objects in `nft`'s own words, as `nft list` of version 1.0.6 does.
public struct NftablesText: Sendable {
    /// The sets that rules may refer to, by name; they tell how long a key is, and what a set
    /// without a name contains.
    public var sets: [String: NftSet]
    /// The elements of sets without a name, by the set's name.
    public var anonymousElements: [String: [Element]]

    /// A printer that knows these sets.
    public init(sets: [NftSet] = [], anonymousElements: [String: [Element]] = [:]) {
        self.sets = Dictionary(sets.map { ($0.name, $0) }) { first, _ in first }
        self.anonymousElements = anonymousElements
    }

    /// `3h`, `1m30s`, `2h59m59s988ms`.
    static func duration(milliseconds: UInt64) -> String {
        var rest = milliseconds
        var text = ""
        for (unit, length): (String, UInt64) in [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
        ] where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }

    /// A whole table, as `nft list table` prints it.
    ///
    /// - Parameter elements: the elements of each set, by the set's name.
    public func text(
        _ table: Table, sets: [NftSet], elements: [String: [Element]], chains: [Chain],
        rules: [Rule]
    ) -> String {
        var blocks: [String] = []
        for set in sets where !set.flags.contains(.anonymous) {
            blocks.append(text(set, elements: elements[set.name] ?? []))
        }
        for chain in chains {
            blocks.append(text(chain, rules: rules.filter { $0.chain == chain.name }))
        }
        var head = "table \(table.family.name) \(table.name) {\n"
        if let comment = table.comment { head += "\tcomment \"\(comment)\"\n" }
        return head + blocks.joined(separator: "\n") + "}\n"
    }

    /// A chain with its rules, indented as inside of its table.
    public func text(_ chain: Chain, rules: [Rule]) -> String {
        var lines = ["\tchain \(chain.name) {"]
        if let comment = chain.comment { lines.append("\t\tcomment \"\(comment)\"") }
        if let hook = chain.hook {
            let device = hook.device.map { " device \"\($0)\"" } ?? ""
            let policy = hook.policy == .accept ? "accept" : "drop"
            let priority = Self.priority(hook, chain.table.family)
            lines.append(
                "\t\ttype \(hook.type.name) hook \(hook.point.name)\(device) "
                    + "priority \(priority); policy \(policy);")
        }
        lines += rules.map { "\t\t" + text($0) }
        return lines.joined(separator: "\n") + "\n\t}\n"
    }

    /// `dstnat`, `filter - 10`, or a number.
    static func priority(_ hook: Hook, _ family: NftablesFamily) -> String {
        var names: [(String, Int32)] = [
            ("raw", Priority.raw), ("mangle", Priority.mangle), ("filter", Priority.filter),
            ("security", Priority.security),
        ]
        if hook.point == .prerouting { names.append(("dstnat", Priority.destinationNAT)) }
        if hook.point == .postrouting { names.append(("srcnat", Priority.sourceNAT)) }
        if family == .bridge { names = [("filter", -200), ("out", 100), ("srcnat", 300)] }
        if family == .netdev || family == .arp { names = [("filter", 0)] }
        for (name, priority) in names {
            let difference = Int(hook.priority) - Int(priority)
            if difference == 0 { return name }
            if abs(difference) <= 10 {
                return "\(name) \(difference < 0 ? "-" : "+") \(abs(difference))"
            }
        }
        return "\(hook.priority)"
    }

    /// A rule as one line.
    public func text(_ rule: Rule) -> String {
        var printer = RulePrinter(family: rule.table.family, text: self, rule: rule)
        for expression in rule.expressions { printer.take(expression) }
        printer.finish()
        let line = printer.statements.compactMap(\.self).joined(separator: " ")
        guard let comment = rule.comment else { return line }
        return line + " comment \"\(comment)\""
    }
}
