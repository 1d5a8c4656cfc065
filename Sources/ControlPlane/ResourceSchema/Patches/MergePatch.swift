import JSON

/// JSON merge patches: [RFC 7386](https://www.rfc-editor.org/rfc/rfc7386).
public enum MergePatch {
    /// A value with a patch applied: nulls remove, objects merge, all else replaces.
    public static func apply(_ patch: JSON, to target: JSON) -> JSON {
        guard let changes = patch.object else { return patch }
        var result = target.object ?? JSONObject()
        for change in changes.members {
            result[change.key] =
                change.value == .null
                ? JSON?.none : apply(change.value, to: result[change.key] ?? .null)
        }
        return .object(result)
    }
}
