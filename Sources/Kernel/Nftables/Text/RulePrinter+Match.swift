extension RulePrinter {
    mutating func sayCompare(_ step: CompareExpression) {
        if let lower = lowerEnd {
            lowerEnd = nil
            if step.comparison == .lessOrEqual, step.source == lower.source {
                return sayRange(
                    RangeExpression(
                        source: step.source, comparison: .equal, lower: lower.value,
                        upper: step.value))
            }
            sayOne(lower)
        }
        if step.comparison == .greaterOrEqual {
            lowerEnd = step
        } else {
            sayOne(step)
        }
    }

    /// One comparison by itself.
    mutating func sayOne(_ step: CompareExpression) {
        guard let word = step.source.word, let content = registers[word] else {
            return say("cmp")
        }
        let type = content.type
        let value = Array(step.value.prefix(type.length))
        if let mask = content.mask {
            return sayMasked(content, mask, step, value)
        }
        if let prefix = content.prefixBytes {
            let padded = value + [UInt8](repeating: 0, count: type.length - value.count)
            return say(
                "\(content.text) \(step.comparison.sign)\(type.text(padded))/\(prefix * 8)")
        }
        if type == .interfaceName, value.count < type.length {
            let prefix = String(decoding: value, as: UTF8.self)
            return say("\(content.text) \(step.comparison.sign)\"\(prefix)*\"")
        }
        say("\(content.text) \(step.comparison.sign)\(type.text(value))")
        if step.comparison == .equal, let field = content.field { remember(field, value) }
    }

    private mutating func sayMasked(
        _ content: Content, _ mask: [UInt8], _ step: CompareExpression, _ value: [UInt8]
    ) {
        let type = content.type
        let isZero = value.allSatisfy { $0 == 0 }
        if type == .ipv4Address || type == .ipv6Address, let length = Self.prefixLength(mask) {
            return say(
                "\(content.text) \(step.comparison.sign)\(type.text(value))/\(length)")
        }
        if type.bitNames != nil, isZero {
            switch step.comparison {
            case .notEqual: return say("\(content.text) \(type.text(mask))")
            case .equal: return say("\(content.text) ! \(type.text(mask))")
            default: break
            }
        }
        let sign = step.comparison == .equal ? "== " : step.comparison.sign
        say("\(Self.computed(content)) \(sign)\(type.text(value))")
    }

    private static func prefixLength(_ mask: [UInt8]) -> Int? {
        let ones = mask.prefix { $0 == .max }
        let rest = mask.dropFirst(ones.count)
        guard let partial = rest.first else { return mask.count * 8 }
        let bits = (~partial).leadingZeroBitCount
        guard partial == UInt8.max << UInt8(8 - bits) || partial == 0 else { return nil }
        guard rest.dropFirst().allSatisfy({ $0 == 0 }) else { return nil }
        return ones.count * 8 + bits
    }

    mutating func sayRange(_ step: RangeExpression) {
        guard let word = step.source.word, let content = registers[word] else {
            return say("range")
        }
        let range = NftablesText.range(content.type, step.lower, step.upper)
        say("\(content.text) \(step.comparison.sign)\(range)")
    }

    mutating func sayLookup(_ step: LookupExpression) {
        let set = anonymousSet(step) ?? text.sets[step.set]
        let contents = contents(at: step.source, bytes: set?.key.length)
        let key = contents.map(Self.computed).joined(separator: " . ")
        let name = setText(step)
        switch step.destination {
        case nil: say("\(key) \(step.isInverted ? "!= " : "")\(name)")
        case .verdict?: say("\(key) vmap \(name)")
        case let destination?:
            guard let word = destination.word else { return }
            registers = [
                word: Content(
                    text: "\(key) map \(name)", type: .integer(length: 4), words: 1, isMap: true)
            ]
        }
    }

    /// `@name`, or `{ tcp, udp }` for a set without a name.
    private func setText(_ step: LookupExpression) -> String {
        guard let set = anonymousSet(step) else { return "@\(step.set)" }
        let elements =
            rule.anonymousSets.first { $0.id == step.setID }?.elements
            ?? text.anonymousElements[step.set] ?? []
        let sorted = NftablesText.sorted(elements, set)
        return "{ " + sorted.map { text.text($0, of: set) }.joined(separator: ", ") + " }"
    }

    private func anonymousSet(_ step: LookupExpression) -> NftSet? {
        if let known = text.sets[step.set], known.flags.contains(.anonymous) { return known }
        return rule.anonymousSets.first { $0.id == step.setID && step.setID != nil }.map {
            NftSet(step.set, in: rule.table, key: $0.key, data: $0.data)
        }
    }

    mutating func sayDynamic(_ step: DynamicSetExpression) {
        let key = concatenation(
            at: step.key, bytes: text.sets[step.set]?.key.length, before: step.data?.word)
        var inside = key
        if let timeout = step.timeoutMilliseconds {
            inside += " timeout \(NftablesText.duration(milliseconds: timeout))"
        }
        for expression in step.expressions {
            inside += " " + Self.stateful(expression)
        }
        if let data = step.data {
            inside += " : " + concatenation(at: data, bytes: nil)
        }
        say("\(step.operation.name) @\(step.set) { \(inside) }")
    }

    static func stateful(_ expression: Expression) -> String {
        switch expression {
        case .counter: "counter"
        case .limit(let step): limit(step)
        default: expression.name
        }
    }
}
