import APIMachinery
import JSON

/// Texts of which a few are allowed.
enum Choices {
    /// The mistakes of a text that must be one of some.
    static func check(_ text: String, of choices: [String], _ path: FieldPath) -> [InvalidField] {
        choices.contains(text) ? [] : [.notSupported(path, .string(text), supported: choices)]
    }

    /// The same for one that may not be empty either.
    static func required(
        _ text: String, of choices: [String], _ path: FieldPath
    ) -> [InvalidField] {
        text.isEmpty ? [.required(path)] : check(text, of: choices, path)
    }
}
