import APIMachinery
import JSON

/// Names as fields hold them: each check gives the field's mistakes.
enum Names {
    /// `a.example.com/Name_1`: a part with an optional domain before it.
    static func qualified(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isQualifiedName(text), text, path)
    }

    /// A label's value; may be empty.
    static func labelValue(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isValidLabelValue(text), text, path)
    }

    /// A map of labels; all mistakes are the map's, as upstream reports them.
    static func labels(_ labels: JSON?, _ path: FieldPath) -> [InvalidField] {
        (labels?.object?.members ?? []).flatMap { label in
            qualified(label.key, path) + labelValue(label.value.string ?? "", path)
        }
    }

    /// A DNS label.
    static func label(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isDNS1123Label(text), text, path)
    }

    /// A DNS name.
    static func subdomain(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isDNS1123Subdomain(text), text, path)
    }

    /// A DNS name whose first label is `*`.
    static func wildcard(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isWildcardDNS1123Subdomain(text), text, path)
    }

    /// A DNS label that begins with a letter.
    static func label1035(_ text: String, _ path: FieldPath) -> [InvalidField] {
        mistakes(NameRules.isDNS1035Label(text), text, path)
    }

    /// `example.com/name/more`: a DNS name and a path.
    static func domainPath(_ text: String, _ path: FieldPath) -> [InvalidField] {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            let why = "must be a domain-prefixed path (such as \"acme.io/foo\")"
            return [.invalid(path, .string(text), why)]
        }
        return mistakes(NameRules.isDNS1123Subdomain(String(parts[0])), String(parts[0]), path)
    }

    /// A port's number.
    static func portNumber(_ value: JSON, _ path: FieldPath) -> [InvalidField] {
        if let number = value.int, (1...65_535).contains(number) { return [] }
        return [.invalid(path, value, "must be between 1 and 65535, inclusive")]
    }

    /// A port's number or name.
    static func port(_ value: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let name = value.string else { return portNumber(value, path) }
        return mistakes(NameRules.isValidPortName(name), name, path)
    }

    /// A finalizer is one of the well-known words, or qualified by a domain.
    static func finalizer(_ text: String, _ path: FieldPath) -> [InvalidField] {
        var mistakes = qualified(text, path)
        let words = ["kubernetes", "orphan", "foregroundDeletion"]
        if !text.contains("/") && !words.contains(text) {
            let why = "name is neither a standard finalizer name nor is it fully qualified"
            mistakes.append(.invalid(path, .string(text), why))
        }
        return mistakes
    }

    private static func mistakes(
        _ problems: [String], _ text: String, _ path: FieldPath
    ) -> [InvalidField] {
        problems.map { .invalid(path, .string(text), $0) }
    }
}
