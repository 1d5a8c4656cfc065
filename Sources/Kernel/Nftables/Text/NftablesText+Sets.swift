extension NftablesText {
    /// A set or map with its elements, indented as inside of its table.
    public func text(_ set: NftSet, elements: [Element] = []) -> String {
        var lines = ["\t\(set.data == nil ? "set" : "map") \(set.name) {"]
        lines.append("\t\t" + Self.declaration(set))
        if let size = set.size, !set.flags.contains(.constant) { lines.append("\t\tsize \(size)") }
        if set.hasCounter { lines.append("\t\tcounter") }
        let flags = Self.flags(set.effectiveFlags)
        if !flags.isEmpty { lines.append("\t\tflags \(flags)") }
        if set.mergesIntervals { lines.append("\t\tauto-merge") }
        if let timeout = set.timeoutMilliseconds, timeout > 0 {
            lines.append("\t\ttimeout \(Self.duration(milliseconds: timeout))")
        }
        if let interval = set.collectionIntervalMilliseconds {
            lines.append("\t\tgc-interval \(Self.duration(milliseconds: UInt64(interval)))")
        }
        if let comment = set.comment { lines.append("\t\tcomment \"\(comment)\"") }
        if !elements.isEmpty { lines.append("\t\telements = { \(list(elements, of: set)) }") }
        return lines.joined(separator: "\n") + "\n\t}\n"
    }

    /// `typeof ip daddr . th dport : verdict`
    private static func declaration(_ set: NftSet) -> String {
        var text: String
        switch set.key {
        case .types(let types): text = "type " + types.map(\.name).joined(separator: " . ")
        case .typeof(let fields) where isTold(fields): text = "typeof " + Field.text(fields)
        case .typeof(let fields):
            text = "type " + fields.map(\.type.name).joined(separator: " . ")
        }
        switch set.data {
        case .verdict: text += " : verdict"
        case .fields(.types(let types)):
            text += " : " + types.map(\.name).joined(separator: " . ")
        case .fields(.typeof(let fields)):
            let isTyped = text.hasPrefix("type ") || !isTold(fields)
            text +=
                " : "
                + (isTyped
                    ? fields.map(\.type.name).joined(separator: " . ") : Field.text(fields))
        case .object(let type): text += " : " + (type == 1 ? "counter" : "object-\(type)")
        case nil: break
        }
        return text
    }

    /// Whether `nft` 1.0.6 can be told a key by its expressions.
    private static func isTold(_ fields: [Field]) -> Bool {
        fields.count <= SetUserData.longestConcatenation
            && !fields.contains { field in
                if case .hash = field { return true }
                return false
            }
    }

    private static func flags(_ flags: SetFlags) -> String {
        var words: [String] = []
        if flags.contains(.constant) { words.append("constant") }
        if flags.contains(.dynamic) { words.append("dynamic") }
        if flags.contains(.interval) { words.append("interval") }
        if flags.contains(.timeout) { words.append("timeout") }
        return words.joined(separator: ",")
    }

    /// The elements in `nft`'s order, broken into lines as `nft` does.
    private func list(_ elements: [Element], of set: NftSet) -> String {
        let sorted = Self.sorted(elements, set)
        var text = ""
        var count = 0
        for (number, element) in sorted.enumerated() {
            if number > 0 {
                count += 1
                let perLine = Self.elementsPerLine(set)
                text += count < perLine ? ", " : ",\n\t\t\t     "
                if count >= perLine { count = 0 }
            }
            text += self.text(element, of: set)
        }
        return text
    }

    /// As numbers: a single field in its own byte order, several as one number in the machine's.
    static func sorted(_ elements: [Element], _ set: NftSet) -> [Element] {
        let types = set.key.types
        let isNetworkOrder = types.count == 1 && types.allSatisfy(\.isNetworkOrder)
        let isOrdered = isNetworkOrder || ElementLayout(set).hasSplitIntervals
        return
            elements
            .map { element in
                let bytes = element.key.array
                return (key: isOrdered ? bytes : bytes.reversed(), element: element)
            }
            .sorted { left, right in
                if left.element.isCatchAll != right.element.isCatchAll {
                    return right.element.isCatchAll
                }
                return left.key.lexicographicallyPrecedes(right.key)
            }
            .map(\.element)
    }

    private static func elementsPerLine(_ set: NftSet) -> Int {
        if set.hasCounter { return 1 }
        guard let only = set.key.types.first, set.key.types.count == 1 else { return 1 }
        return switch only {
        case .ipv4Address: 2
        case .ipv6Address, .interfaceName, .etherAddress: 1
        default: 5
        }
    }

    /// `10.96.0.1 . tcp . 80 : goto pick-2`
    public func text(_ element: Element, of set: NftSet) -> String {
        var text = element.isCatchAll ? "*" : Self.key(element, set.key.types)
        if let counter = element.counter {
            text += " counter packets \(counter.packets) bytes \(counter.bytes)"
        }
        if let timeout = element.timeoutMilliseconds, timeout != set.timeoutMilliseconds {
            text += " timeout \(Self.duration(milliseconds: timeout))"
        }
        if let expiration = element.expirationMilliseconds {
            text += " expires \(Self.duration(milliseconds: expiration))"
        }
        if let comment = element.comment { text += " comment \"\(comment)\"" }
        switch element.data {
        case .verdict(let verdict): text += " : \(Self.text(verdict))"
        case .value(let value):
            guard case .fields(let fields) = set.data else { break }
            text += " : " + Self.text(value, fields.types)
        case .object(let name): text += " : \"\(name)\""
        case nil: break
        }
        return text
    }

    /// `accept`, `goto pick-2`
    static func text(_ verdict: Verdict) -> String {
        switch verdict {
        case .accept: "accept"
        case .drop: "drop"
        case .continue: "continue"
        case .return: "return"
        case .jump(let chain): "jump \(chain)"
        case .goto(let chain): "goto \(chain)"
        case .unknown(let code): "verdict-\(code)"
        }
    }

    /// Each field of a key or of data.
    static func text(_ fields: FieldBytes, _ types: [FieldType]) -> String {
        parts(fields, types).map { type, bytes in type.text(bytes) }.joined(separator: " . ")
    }

    private static func parts(
        _ fields: FieldBytes, _ types: [FieldType]
    ) -> [(FieldType, [UInt8])] {
        var rest = fields.array[...]
        return types.map { type in
            let part = rest.prefix(type.length)
            rest = rest.dropFirst((type.length + 3) / 4 * 4)
            return (type, Array(part))
        }
    }

    private static func key(_ element: Element, _ types: [FieldType]) -> String {
        guard let end = element.keyEnd else { return text(element.key, types) }
        return zip(parts(element.key, types), parts(end, types)).map { first, last in
            range(first.0, first.1, last.1)
        }.joined(separator: " . ")
    }

    /// `10.0.0.0/8`, `80-90`, or one value when both ends are the same.
    static func range(_ type: FieldType, _ first: [UInt8], _ last: [UInt8]) -> String {
        if first == last { return type.text(first) }
        if type == .ipv4Address || type == .ipv6Address,
            let length = prefixLength(first, last)
        {
            return "\(type.text(first))/\(length)"
        }
        return "\(type.text(first))-\(type.text(last))"
    }

    /// The length of the prefix that has these ends; nil when there is none.
    private static func prefixLength(_ first: [UInt8], _ last: [UInt8]) -> Int? {
        guard first.count == last.count else { return nil }
        var length = 0
        var isInside = true
        for (low, high) in zip(first, last) {
            for bit in stride(from: UInt8(7), through: 0, by: -1) {
                let isLow = low >> bit & 1 == 0
                let isHigh = high >> bit & 1 == 1
                if isInside, isLow != isHigh {
                    length += 1
                } else {
                    isInside = false
                    if !isLow || !isHigh { return nil }
                }
            }
        }
        return length
    }
}
