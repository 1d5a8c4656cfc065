import JSON

/// Reading the members of an object. A member that is absent or `null` is nil or empty, as for the
/// API.
extension JSONValue {
    func member(_ key: String) -> JSONValue? {
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }

    func text(_ key: String) throws(FieldError) -> String? {
        guard let value = member(key) else { return nil }
        guard let text = value.string else { throw FieldError(value, expected: "a string") }
        return text
    }

    /// A string, nil when it is empty.
    func nonEmptyText(_ key: String) throws(FieldError) -> String? {
        guard let text = try text(key), !text.isEmpty else { return nil }
        return text
    }

    /// The same, sharing the storage of a string that is likely to be equal.
    func nonEmptyText(_ key: String, reusing last: String?) throws(FieldError) -> String? {
        if let last, let value = member(key), value.isString(last) { return last }
        return try nonEmptyText(key)
    }

    func requiredText(_ key: String) throws(FieldError) -> String {
        guard let text = try text(key), !text.isEmpty else {
            guard let value = member(key) else { throw FieldError(self, missing: key) }
            throw FieldError(value, expected: "a string that is not empty")
        }
        return text
    }

    func flag(_ key: String) throws(FieldError) -> Bool? {
        guard let value = member(key) else { return nil }
        guard let flag = value.bool else { throw FieldError(value, expected: "true or false") }
        return flag
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int? {
        guard let value = member(key) else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw FieldError(
                value, expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A port number; 0 and absent are nil.
    func port(_ key: String) throws(FieldError) -> UInt16? {
        guard let value = member(key) else { return nil }
        if value.int == 0 { return nil }
        return try integer(key, 1...65535).map(UInt16.init(truncatingIfNeeded:))
    }

    func requiredPort(_ key: String) throws(FieldError) -> UInt16 {
        guard let port = try integer(key, 1...65535) else { throw FieldError(self, missing: key) }
        return UInt16(truncatingIfNeeded: port)
    }

    /// One of an enumeration's names; the empty string counts as absent.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ type: Choice.Type = Choice.self
    ) throws(FieldError) -> Choice? {
        guard let text = try text(key), !text.isEmpty else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        throw FieldError(self[key] ?? self, expected: JSONValue.names(of: Choice.self))
    }

    private static func names<Choice: RawRepresentable<String> & CaseIterable>(
        of type: Choice.Type
    ) -> String {
        "one of " + Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }

    func object(_ key: String) throws(FieldError) -> JSONValue? {
        guard let value = member(key) else { return nil }
        guard value.kind == .object else { throw FieldError(value, expected: "an object") }
        return value
    }

    /// The objects of a list.
    func list<Element>(
        _ key: String, _ decode: (JSONValue) throws(FieldError) -> Element
    ) throws(FieldError) -> [Element] {
        guard let value = member(key) else { return [] }
        guard value.kind == .array else { throw FieldError(value, expected: "a list") }
        var elements: [Element] = []
        elements.reserveCapacity(value.count)
        for element in value.elements {
            guard element.kind == .object else { throw FieldError(element, expected: "an object") }
            elements.append(try decode(element))
        }
        return elements
    }

    /// The strings of a list.
    func texts(_ key: String) throws(FieldError) -> [String] {
        guard let value = member(key) else { return [] }
        guard value.kind == .array else { throw FieldError(value, expected: "a list of strings") }
        var texts: [String] = []
        texts.reserveCapacity(value.count)
        for element in value.elements {
            guard let text = element.string else { throw FieldError(element, expected: "a string") }
            texts.append(text)
        }
        return texts
    }

    /// The names of a list, each one of an enumeration's.
    func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ type: Choice.Type = Choice.self
    ) throws(FieldError) -> [Choice] {
        guard let value = member(key) else { return [] }
        guard value.kind == .array else { throw FieldError(value, expected: "a list of strings") }
        var choices: [Choice] = []
        for element in value.elements {
            guard let choice = element.string.flatMap(Choice.init(rawValue:)) else {
                throw FieldError(element, expected: JSONValue.names(of: Choice.self))
            }
            choices.append(choice)
        }
        return choices
    }

    /// A map of strings.
    func texts(ofMap key: String) throws(FieldError) -> [String: String] {
        guard let value = try object(key), value.count > 0 else { return [:] }
        var texts: [String: String] = [:]
        texts.reserveCapacity(value.count)
        for (key, member) in value.members {
            guard let text = member.isNull ? "" : member.string else {
                throw FieldError(member, expected: "a string")
            }
            texts[key] = text
        }
        return texts
    }
}
