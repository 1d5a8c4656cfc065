import APIMachinery
import JSON
import NetworkAddress

/// Names, addresses and choices as fields hold them: each check gives the field's mistakes.
enum NameChecks {
    static func label(_ text: String, _ path: FieldPath) -> [InvalidField] {
        NameRules.isDNS1123Label(text).map { .invalid(path, .string(text), $0) }
    }

    static func subdomain(_ text: String, _ path: FieldPath) -> [InvalidField] {
        NameRules.isDNS1123Subdomain(text).map { .invalid(path, .string(text), $0) }
    }

    /// A subdomain that is left alone when it is absent.
    static func optionalSubdomain(_ text: String, _ path: FieldPath) -> [InvalidField] {
        text.isEmpty ? [] : subdomain(text, path)
    }

    static func qualified(_ text: String, _ path: FieldPath) -> [InvalidField] {
        NameRules.isQualifiedName(text).map { .invalid(path, .string(text), $0) }
    }

    static func address(_ text: String, _ path: FieldPath) -> [InvalidField] {
        if IPAddress(text) != nil { return [] }
        let why = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
        return [.invalid(path, .string(text), why)]
    }

    static func present(_ text: String, _ path: FieldPath) -> [InvalidField] {
        text.isEmpty ? [.required(path)] : []
    }

    /// One of some words; what is absent must be there.
    static func choice(
        _ text: String, _ choices: [String], _ path: FieldPath
    ) -> [InvalidField] {
        if text.isEmpty { return [.required(path)] }
        return optionalChoice(text, choices, path)
    }

    /// One of some words, or nothing.
    static func optionalChoice(
        _ text: String, _ choices: [String], _ path: FieldPath
    ) -> [InvalidField] {
        if text.isEmpty || choices.contains(text) { return [] }
        return [.notSupported(path, .string(text), supported: choices)]
    }
}
