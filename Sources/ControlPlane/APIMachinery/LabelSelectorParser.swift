import JSON

/// Reads a label selector's text. Its words are those of upstream's parser, and so is its order of
/// looking, on which the words depend.
struct LabelSelectorParser {
    private enum Symbol: Hashable {
        case end, word, keyword(String), sign(String)
    }

    private struct Item {
        var symbol: Symbol
        var text: String
    }

    private var items: [Item] = []
    private var position = 0

    init(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while true {
            let item = LabelSelectorParser.next(&bytes)
            items.append(item)
            if item.symbol == .end { break }
        }
    }

    mutating func parse() throws(APIStatus) -> [LabelSelector.Requirement] {
        var found: [LabelSelector.Requirement] = []
        while true {
            let item = peek
            if item.symbol == .end { return found }
            guard startsRequirement(item) else {
                throw fault("found '\(item.text)', expected: !, identifier, or 'end of string'")
            }
            found.append(try requirement())
            let behind = take()
            switch behind.symbol {
            case .end: return found
            case .sign(","):
                guard startsRequirement(peek) else {
                    throw fault("found '\(peek.text)', expected: identifier after ','")
                }
            default:
                throw fault("found '\(behind.text)', expected: ',' or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(APIStatus) -> LabelSelector.Requirement {
        var item = take()
        let isNegated = item.symbol == .sign("!")
        if isNegated { item = take() }
        guard isWord(item) else {
            throw inRequirement("found '\(item.text)', expected: identifier")
        }
        let key = item.text
        let keyFaults = NameRules.isQualifiedName(key)
        if !keyFaults.isEmpty {
            throw inRequirement(shown("<nil>", key, keyFaults))
        }
        if peek.symbol == .end || peek.symbol == .sign(",") {
            return LabelSelector.Requirement(
                key: key, relation: isNegated ? .doesNotExist : .exists, values: [])
        }
        if isNegated {
            // Upstream settles on absence here and leaves what follows to the caller.
            return LabelSelector.Requirement(key: key, relation: .doesNotExist, values: [])
        }
        let relation = try self.relation()
        let values =
            relation == .in || relation == .notIn ? try valueList() : [try exactValue()]
        try check(key, relation, values)
        return LabelSelector.Requirement(key: key, relation: relation, values: values)
    }

    private func check(
        _ key: String, _ relation: LabelSelector.Operator, _ values: [String]
    ) throws(APIStatus) {
        var faults: [String] = []
        for (index, value) in values.enumerated() {
            if relation == .greater || relation == .less, Int64(value) == nil {
                faults.append(
                    shown(
                        "values[\(index)]", value,
                        ["for 'Gt', 'Lt' operators, the value must be an integer"]))
            }
            let wrong = NameRules.isValidLabelValue(value)
            if !wrong.isEmpty { faults.append(shown("values[\(index)][\(key)]", value, wrong)) }
        }
        guard !faults.isEmpty else { return }
        let list = faults.joined(separator: ", ")
        throw inRequirement(faults.count == 1 ? list : "[\(list)]")
    }

    private mutating func relation() throws(APIStatus) -> LabelSelector.Operator {
        let item = take()
        switch item.symbol {
        case .keyword("in"): return .in
        case .keyword("notin"): return .notIn
        case .sign("="): return .equals
        case .sign("=="): return .doubleEquals
        case .sign("!="): return .notEquals
        case .sign(">"): return .greater
        case .sign("<"): return .less
        default:
            throw inRequirement(
                "found '\(item.text)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func exactValue() throws(APIStatus) -> String {
        if peek.symbol == .end || peek.symbol == .sign(",") { return "" }
        let item = take()
        guard isWord(item) else {
            throw inRequirement("found '\(item.text)', expected: identifier")
        }
        return item.text
    }

    private mutating func valueList() throws(APIStatus) -> [String] {
        let opening = take()
        guard opening.symbol == .sign("(") else {
            throw inRequirement("found '\(opening.text)' expected: '('")
        }
        if peek.symbol == .sign(")") {
            position += 1
            return [""]
        }
        guard isWord(peek) || peek.symbol == .sign(",") else {
            throw inRequirement("found '\(peek.text)', expected: ',', ')' or identifier")
        }
        var values: Set<String> = []
        while true {
            let item = take()
            if isWord(item) {
                values.insert(item.text)
                guard peek.symbol != .sign(",") else { continue }
                guard peek.symbol == .sign(")") else {
                    throw inRequirement("found '\(peek.text)', expected: ',' or ')'")
                }
                break
            }
            guard item.symbol == .sign(",") else {
                throw inRequirement("found '\(item.text)', expected: ',', or identifier")
            }
            if values.isEmpty || peek.symbol == .sign(",") { values.insert("") }
            if peek.symbol == .sign(")") {
                values.insert("")
                break
            }
        }
        position += 1
        return values.sorted()
    }

    private var peek: Item { items[min(position, items.count - 1)] }

    private mutating func take() -> Item {
        defer { position += 1 }
        return peek
    }

    private func isWord(_ item: Item) -> Bool {
        if case .keyword = item.symbol { return true }
        return item.symbol == .word
    }

    private func startsRequirement(_ item: Item) -> Bool {
        isWord(item) || item.symbol == .sign("!")
    }

    private func shown(_ path: String, _ value: String, _ faults: [String]) -> String {
        let detail = faults.joined(separator: "; ")
        return InvalidField.invalid(FieldPath(path), .string(value), detail).description
    }

    private func fault(_ message: String) -> APIStatus { .badRequest(message) }

    private func inRequirement(_ message: String) -> APIStatus {
        .badRequest("unable to parse requirement: " + message)
    }

    // MARK: Symbols

    private static func next(_ bytes: inout ArraySlice<UInt8>) -> Item {
        while let byte = bytes.first, isSpace(byte) { bytes.removeFirst() }
        guard let first = bytes.first, first != 0 else { return Item(symbol: .end, text: "") }
        guard isSign(first) else {
            let word = bytes.prefix { !isSign($0) && !isSpace($0) && $0 != 0 }
            bytes = bytes.dropFirst(word.count)
            let text = String(decoding: word, as: UTF8.self)
            return Item(
                symbol: text == "in" || text == "notin" ? .keyword(text) : .word, text: text)
        }
        let two = String(decoding: bytes.prefix(2), as: UTF8.self)
        let length = two == "==" || two == "!=" ? 2 : 1
        let text = String(decoding: bytes.prefix(length), as: UTF8.self)
        bytes = bytes.dropFirst(length)
        return Item(symbol: .sign(text), text: text)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isSign(_ byte: UInt8) -> Bool { "=!(),><".utf8.contains(byte) }
}
