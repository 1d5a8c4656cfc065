import APIMachinery
import JSON
import ResourceModel

/// Texts and bytes by name.
enum ConfigMapKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "ConfigMap", plural: "configmaps", schema: "core.v1.ConfigMap")
        kind.shortNames = ["cm"]
        kind.columns = [.name, Column("Data"), .age]
        kind.cells = { object, now in
            let count = object.json.members("data").count
            let binaryCount = object.json.members("binaryData").count
            return [.string(object.name), .int(count + binaryCount), Cell.age(object, now)]
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            DataKeys.checkImmutable(new, old, members: ["data", "binaryData"]) + validate(new)
        }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes = DataKeys.check(object, "data") + DataKeys.check(object, "binaryData")
        var bytes = 0
        let binaryKeys = Set(object.json.members("binaryData").map(\.key))
        for entry in object.json.members("data") {
            bytes += (entry.value.string ?? "").utf8.count
            if binaryKeys.contains(entry.key) {
                let path = FieldPath("data").key(entry.key)
                let why = "duplicate of key present in binaryData"
                mistakes.append(.invalid(path, .string(entry.key), why))
            }
        }
        for entry in object.json.members("binaryData") {
            bytes += Base64.decodedCount(entry.value.string ?? "")
        }
        if bytes > DataKeys.maximumBytes {
            mistakes.append(.tooLong(FieldPath(), maximum: DataKeys.maximumBytes))
        }
        return mistakes
    }
}
