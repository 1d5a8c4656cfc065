import APIMachinery
import JSON

/// Numbers as fields hold them.
enum NumberChecks {
    /// Not below zero.
    static func nonNegative(_ number: Int, _ path: FieldPath) -> [InvalidField] {
        if number >= 0 { return [] }
        return [.invalid(path, .int(number), "must be greater than or equal to 0")]
    }

    /// The same for a member that may be absent.
    static func nonNegative(_ object: JSON, _ key: String, _ path: FieldPath) -> [InvalidField] {
        nonNegative(object.number(key), path[key])
    }

    static func nonNegative(
        _ object: JSON, _ keys: [String], _ path: FieldPath
    ) -> [InvalidField] {
        keys.flatMap { nonNegative(object, $0, path) }
    }

    static func port(_ number: Int, _ path: FieldPath) -> [InvalidField] {
        NameRules.isValidPortNumber(number).map { .invalid(path, .int(number), $0) }
    }

    /// A port's number, or its name.
    static func portOrName(_ value: JSON?, _ path: FieldPath) -> [InvalidField] {
        if case .string(let name)? = value {
            return NameRules.isValidPortName(name).map { .invalid(path, .string(name), $0) }
        }
        return port(value?.int ?? 0, path)
    }

    static func user(_ value: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let number = value?.int else { return [] }
        return NameRules.isValidUserID(number).map { .invalid(path, .int(number), $0) }
    }

    /// A count that isn't negative, or a percentage.
    static func countOrPercent(_ value: JSON?, _ path: FieldPath) -> [InvalidField] {
        if case .string(let text)? = value {
            return NameRules.isValidPercent(text).map { .invalid(path, .string(text), $0) }
        }
        return nonNegative(value?.int ?? 0, path)
    }

    /// At most 100 %, where it is a percentage.
    static func atMostAll(_ value: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let percent = percent(value), percent > 100 else { return [] }
        return [.invalid(path, value ?? .null, "must not be greater than 100%")]
    }

    /// The number before `%`.
    static func percent(_ value: JSON?) -> Int? {
        guard let text = value?.string, NameRules.isValidPercent(text).isEmpty else { return nil }
        return Int(text.dropLast())
    }

    /// The count, or what the percentage says.
    static func plainValue(_ value: JSON?) -> Int { value?.int ?? percent(value) ?? 0 }
}
