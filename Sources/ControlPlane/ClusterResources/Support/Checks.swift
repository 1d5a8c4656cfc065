import APIMachinery
import JSON

/// Checks that several kinds share.
enum Check {
    /// The mistake of a text that is none of those allowed; absent is fine.
    static func oneOf(
        _ value: JSON?, _ path: FieldPath, _ supported: [String]
    ) -> [InvalidField] {
        guard let value, !supported.contains(value.string ?? "") else { return [] }
        return [.notSupported(path, value, supported: supported)]
    }

    /// The mistake of an absent or empty text.
    static func given(_ value: String, _ path: FieldPath, _ detail: String = "") -> [InvalidField] {
        value.isEmpty ? [.required(path, detail)] : []
    }

    /// The mistake of a member that differs from the old object's.
    static func unchanged(
        _ new: JSON?, _ old: JSON?, _ path: FieldPath, _ detail: String = "field is immutable"
    ) -> [InvalidField] {
        new == old ? [] : [.invalid(path, new ?? .null, detail)]
    }
}
