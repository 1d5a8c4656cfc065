/// The API's rules for names. Each gives what is wrong, in upstream's words; nothing when the name
/// is right. (`k8s.io/apimachinery/pkg/util/validation` has them by the same names.)
public enum NameRules {
    /// A DNS label: `my-name`.
    public static func isDNS1123Label(_ text: String) -> [String] {
        tooLong(text, 63, "characters")
            + (isLabel(text.utf8[...]) ? [] : [words(label, labelForm, ["my-name", "123-abc"])])
    }

    /// A DNS label that begins with a letter: names of Services.
    public static func isDNS1035Label(_ text: String) -> [String] {
        let isRight = isLabel(text.utf8[...]) && text.utf8.first.map(isDigit) != true
        return tooLong(text, 63, "characters")
            + (isRight ? [] : [words(label1035, label1035Form, ["my-name", "abc-123"])])
    }

    /// A DNS name: `example.com`.
    public static func isDNS1123Subdomain(_ text: String) -> [String] {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let form = "\(labelForm)(\\.\(labelForm))*"
        return tooLong(text, 253, "bytes")
            + (parts.allSatisfy(isLabel) ? [] : [words(subdomain, form, ["example.com"])])
    }

    /// A label's key: a name, perhaps with a DNS name and a slash before it.
    public static func isQualifiedName(_ text: String) -> [String] {
        let examples = ["MyName", "my.name", "123-abc"]
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 2 {
            return [
                "a valid label key " + words(qualified, qualifiedForm, examples)
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        var problems: [String] = []
        if parts.count == 2 {
            problems +=
                parts[0].isEmpty
                ? ["prefix part must be non-empty"]
                : isDNS1123Subdomain(String(parts[0])).map { "prefix part " + $0 }
        }
        let name = String(parts.last ?? "")
        if name.isEmpty {
            problems.append("name part must be non-empty")
        } else {
            problems += tooLong(name, 63, "bytes").map { "name part " + $0 }
        }
        if !isWord(name) {
            problems.append("name part " + words(qualified, qualifiedForm, examples))
        }
        return problems
    }

    /// A label's value; it may be empty.
    public static func isValidLabelValue(_ text: String) -> [String] {
        let isRight = text.isEmpty || isWord(text)
        let examples = ["MyValue", "my_value", "12345"]
        return tooLong(text, 63, "bytes")
            + (isRight ? [] : [words(labelValue, "(\(qualifiedForm))?", examples)])
    }

    /// A container port's name: `http`.
    public static func isValidPortName(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var problems = tooLong(text, 15, "characters")
        let isPlain = bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        if !isPlain {
            problems.append(
                "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: isLower) {
            problems.append("must contain at least one letter (a-z)")
        }
        if text.contains("--") { problems.append("must not contain consecutive hyphens") }
        if let first = bytes.first, let last = bytes.last,
            first == UInt8(ascii: "-") || last == UInt8(ascii: "-")
        {
            problems.append("must not begin or end with a hyphen")
        }
        return problems
    }

    private static let labelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    private static let label1035Form = "[a-z]([-a-z0-9]*[a-z0-9])?"
    private static let qualifiedForm = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    private static let label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        + "and must start and end with an alphanumeric character"
    private static let label1035 =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
        + "start with an alphabetic character, and end with an alphanumeric character"
    private static let subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
        + "'-' or '.', and must start and end with an alphanumeric character"
    private static let qualified =
        "must consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character"
    private static let labelValue =
        "a valid label must be an empty string or consist of alphanumeric characters, "
        + "'-', '_' or '.', and must start and end with an alphanumeric character"

    private static func tooLong(_ text: String, _ most: Int, _ unit: String) -> [String] {
        text.utf8.count > most ? ["must be no more than \(most) \(unit)"] : []
    }

    /// What a text must be, with examples, as upstream puts them.
    private static func words(_ what: String, _ form: String, _ examples: [String]) -> String {
        let shown = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(what) (e.g. \(shown)regex used for validation is '\(form)')"
    }

    private static func isLabel(_ bytes: Substring.UTF8View) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        func isEnd(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }
        return isEnd(first) && isEnd(last)
            && bytes.allSatisfy { isEnd($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let marks = Set("-_.".utf8)
        func isEnd(_ byte: UInt8) -> Bool {
            isLower(byte) || isDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        }
        return isEnd(first) && isEnd(last)
            && text.utf8.allSatisfy { isEnd($0) || marks.contains($0) }
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
