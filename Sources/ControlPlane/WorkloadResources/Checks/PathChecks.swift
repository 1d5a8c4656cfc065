import APIMachinery
import JSON

/// Paths of files as fields hold them.
enum PathChecks {
    /// Does not lead upwards.
    static func withoutBacksteps(_ text: String, _ path: FieldPath) -> [InvalidField] {
        if !text.split(separator: "/").contains("..") { return [] }
        return [.invalid(path, .string(text), "must not contain '..'")]
    }

    /// Is relative, and does not lead upwards.
    static func descending(_ text: String, _ path: FieldPath) -> [InvalidField] {
        let isAbsolute: [InvalidField] =
            text.hasPrefix("/") ? [.invalid(path, .string(text), "must be a relative path")] : []
        return isAbsolute + withoutBacksteps(text, path)
    }

    /// The same, and does not begin with two dots, which kubelets keep for themselves.
    static func unreserved(_ text: String, _ path: FieldPath) -> [InvalidField] {
        var mistakes = descending(text, path)
        if text.hasPrefix("..") && !text.hasPrefix("../") {
            mistakes.append(.invalid(path, .string(text), "must not start with '..'"))
        }
        return mistakes
    }

    /// Permissions of files.
    static func mode(_ value: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let mode = value?.int, !(0...0o777).contains(mode) else { return [] }
        let why =
            "must be a number between 0 and 0777 (octal), both inclusive"
        return [.invalid(path, .int(mode), why)]
    }
}
