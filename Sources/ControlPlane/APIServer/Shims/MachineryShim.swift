import APIMachinery
import JSON

enum MergePatch {
    static func apply(_ patch: JSON, to target: JSON) -> JSON {
        guard let members = patch.object?.members else { return patch }
        var result = target.object ?? JSONObject()
        for member in members {
            if case .null = member.value {
                result[member.key] = nil
            } else {
                result[member.key] = apply(member.value, to: result[member.key] ?? .null)
            }
        }
        return .object(result)
    }
}
enum JSONPatch {
    static func apply(_ patch: JSON, to target: JSON) throws(APIStatus) -> JSON {
        throw .badRequest("JSON patches come later")
    }
}
