import APIMachinery
import JSON

/// What the data of ConfigMaps and Secrets have in common.
enum DataKeys {
    /// Key and value pairs may not hold more bytes than this together.
    static let maximumBytes = 1 << 20

    /// The mistakes of all keys of a member.
    static func check(_ object: APIObject, _ member: String) -> [InvalidField] {
        object.json.members(member).flatMap { entry in
            NameRules.isConfigMapKey(entry.key).map {
                .invalid(FieldPath(member).key(entry.key), .string(entry.key), $0)
            }
        }
    }

    /// The mistakes of a change to what is marked immutable, in the members given.
    static func checkImmutable(
        _ new: APIObject, _ old: APIObject, members: [String]
    ) -> [InvalidField] {
        guard old["immutable"]?.bool == true else { return [] }
        let why = "field is immutable when `immutable` is set"
        var mistakes: [InvalidField] = []
        if new["immutable"]?.bool != true {
            mistakes.append(.forbidden(FieldPath("immutable"), why))
        }
        for member in members where new.json[member] != old.json[member] {
            mistakes.append(.forbidden(FieldPath(member), why))
        }
        return mistakes
    }
}
