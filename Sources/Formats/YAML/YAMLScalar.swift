/// The type and value of a scalar.
///
/// The rules are those of the reader that Kubernetes uses: the words and number forms of YAML 1.1,
/// without base 60, with `0o` and `0b`; a timestamp stays the string that it is.
enum YAMLScalar {
    case string, null
    case bool(Bool)
    /// A number whose bytes are JSON's already.
    case digits
    /// A number written as JSON writes it.
    case number(String)

    /// Of the parser's current event.
    init(_ events: YAMLEvents) throws(YAMLError) {
        let tag = events.scalarTag
        guard let tag else {
            self = events.isPlain ? try YAMLScalar.plain(events) : .string
            return
        }
        guard let wanted = YAMLScalar.standardTag(tag) else {
            self = .string
            return
        }
        let value = try YAMLScalar.plain(events)
        switch (wanted, value) {
        case ("null", .null), ("bool", .bool), ("int", .digits), ("int", .number),
            ("float", .digits), ("float", .number):
            self = value
        case ("str", _), ("timestamp", .string): self = .string
        default:
            let text = String(decoding: events.scalar, as: UTF8.self)
            throw events.error("\"\(text)\" can't be read as !!\(wanted)")
        }
    }

    /// Whether the current scalar is the key that merges mappings.
    static func isMergeKey(_ events: YAMLEvents) -> Bool {
        let text = events.scalar
        return text.count == 2 && text[0] == UInt8(ascii: "<") && text[1] == UInt8(ascii: "<")
            && events.isPlain && events.scalarTag == nil
    }

    /// `tag:yaml.org,2002:int` → `int`; nil for tags that mean nothing here.
    private static func standardTag(_ tag: String) -> String? {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? String(tag.dropFirst(prefix.count)) : nil
    }

    private static func plain(_ events: YAMLEvents) throws(YAMLError) -> YAMLScalar {
        let text = events.scalar
        guard let first = text.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            // A fast way for what most numbers are, and for addresses and dates, which are none.
            if isJSONInteger(text) { return .digits }
            if text.count > 64 { return .string }
            let text = String(decoding: text, as: UTF8.self)
            if let number = YAMLNumber.json(text) { return .number(number) }
            if YAMLNumber.isInfinityOrNaN(text) {
                throw events.error("\(text) has no form in JSON")
            }
            return .string
        case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
            UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
            UInt8(ascii: "o"), UInt8(ascii: "O"):
            return text.count <= 5 ? word(String(decoding: text, as: UTF8.self)) : .string
        default: return .string
        }
    }

    private static func word(_ text: String) -> YAMLScalar {
        switch text {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": .bool(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N":
            .bool(false)
        case "null", "Null", "NULL": .null
        default: .string
        }
    }

    /// Whether these are digits that JSON writes the same: no leading zero, at most 18 of them.
    private static func isJSONInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = text[0] == UInt8(ascii: "-") ? 1 : 0
        let count = text.count - start
        guard (1...18).contains(count) else { return false }
        for index in start..<text.count where text[index] &- UInt8(ascii: "0") > 9 { return false }
        return text[start] != UInt8(ascii: "0") || (count == 1 && start == 0)
    }
}
