extension NameRules {
    /// The regular expressions that messages show; matching is by hand.
    enum Pattern {
        static let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
        static let subdomain = label + #"(\."# + label + ")*"
        static let label1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
        static let key = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    }

    /// How messages name what was expected.
    enum Words {
        static let ends = "must start and end with an alphanumeric character"
        static let label =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
            + "and " + ends
        static let subdomain =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
            + "'-' or '.', and " + ends
        static let label1035 =
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start "
            + "with an alphabetic character, and end with an alphanumeric character"
        static let wildcard =
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS "
            + "subdomain, which must consist of lower case alphanumeric characters, '-' or '.' "
            + "and end with an alphanumeric character"
        static let key =
            "must consist of alphanumeric characters, '-', '_' or '.', and " + ends
        static let value =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', "
            + "'_' or '.', and " + ends
        static let percent =
            "a valid percent string must be a numeric string followed by an ending '%'"
        static let header =
            "a valid HTTP header must consist of alphanumeric characters or '-'"
        static let environment =
            "a valid environment variable name must consist only of printable ASCII characters "
            + "other than '='"
        static let identifier =
            "a valid C identifier must start with alphabetic character or '_', followed by a "
            + "string of alphanumeric characters or '_'"
        static let configKey =
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
    }

    static let hyphen = UInt8(ascii: "-")

    static func longer(_ text: String, than limit: Int) -> [String] {
        text.utf8.count > limit ? ["must be no more than \(limit) characters"] : []
    }

    /// A message with examples and the regular expression.
    static func pattern(_ words: String, _ regex: String, _ examples: [String]) -> String {
        let list = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(words) (e.g. \(list)regex used for validation is '\(regex)')"
    }

    static func matchesLabel(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isLowerOrDigit(first) && isLowerOrDigit(last)
            && bytes.allSatisfy { isLowerOrDigit($0) || $0 == hyphen }
    }

    static func matchesSubdomain(_ text: String) -> Bool {
        Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy(matchesLabel)
    }

    static func matchesKey(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && bytes.allSatisfy(isNameByte)
    }

    static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (0x41...0x5A).contains(byte)
    }
    static func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == hyphen || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }
}
