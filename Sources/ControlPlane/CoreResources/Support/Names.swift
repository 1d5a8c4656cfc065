import APIMachinery
import JSON

/// Names as fields hold them: each check gives the field's mistakes.
enum Names {
    static func qualified(_ text: String, _ path: FieldPath) -> [InvalidField] { [] }

    static func labelValue(_ text: String, _ path: FieldPath) -> [InvalidField] { [] }

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
}
