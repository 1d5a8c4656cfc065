import APIMachinery
import JSON

/// What may not change.
enum ChangeChecks {
    /// A field that stays as it was made.
    static func immutable(_ new: JSON?, _ old: JSON?, _ path: FieldPath) -> [InvalidField] {
        if new.isSame(as: old) { return [] }
        return [.invalid(path, new ?? .null, "field is immutable")]
    }

    /// A count that only grows.
    static func undiminished(_ new: JSON?, _ old: JSON?, _ path: FieldPath) -> [InvalidField] {
        guard let before = old?.int, before > new?.int ?? 0 else { return [] }
        return [.invalid(path, .int(new?.int ?? 0), "cannot be decremented")]
    }
}
