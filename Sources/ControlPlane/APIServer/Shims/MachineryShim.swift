import APIMachinery
import JSON
import ResourceModel

enum MetadataValidation {
    static func validate(
        _ object: APIObject, rule: ResourceRules.NameRule, isNamespaced: Bool
    ) -> [InvalidField] {
        let path = FieldPath("metadata")["name"]
        if object.name.isEmpty {
            return [.required(path, "name or generateName is required")]
        }
        return []
    }
    static func validateUpdate(_ new: APIObject, _ old: APIObject) -> [InvalidField] { [] }
}

enum UUID {
    static func text() -> String {
        func hex(_ value: UInt64, _ count: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: max(0, count - text.count)) + text.suffix(count)
        }
        let a = UInt64.random(in: 0 ... .max)
        let b = UInt64.random(in: 0 ... .max)
        return hex(a >> 32, 8) + "-" + hex(a >> 16 & 0xffff, 4) + "-4" + hex(a & 0xfff, 3) + "-"
            + hex(b >> 48 & 0x3fff | 0x8000, 4) + "-" + hex(b & 0xffff_ffff_ffff, 12)
    }
}

enum RandomText {
    static func suffix() -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        return String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}

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
