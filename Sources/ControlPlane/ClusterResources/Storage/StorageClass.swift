import APIMachinery
import JSON
import ResourceModel

/// Where volumes come from, and how.
enum StorageClassKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "StorageClass", plural: "storageclasses",
            schema: "storage.v1.StorageClass")
        kind.shortNames = ["sc"]
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("Provisioner"), Column("ReclaimPolicy"), Column("VolumeBindingMode"),
            Column("AllowVolumeExpansion"), .age,
        ]
        kind.cells = cells
        kind.rules.createsOnUpdate = false
        kind.rules.setDefaults = { object in
            object.json.setDefault("reclaimPolicy", "Delete")
            object.json.setDefault("volumeBindingMode", "Immediate")
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validate(new) + validateChange(new, old) }
        return kind
    }()

    @Sendable private static func cells(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        let marks = ["storageclass.kubernetes.io/", "storageclass.beta.kubernetes.io/"]
        let isDefault = marks.contains {
            object.annotations[$0 + "is-default-class"] == "true"
        }
        return [
            .string(object.name + (isDefault ? " (default)" : "")),
            .string(object.json.text("provisioner")), .string(object.json.text("reclaimPolicy")),
            .string(object.json.text("volumeBindingMode")),
            .bool(object.json["allowVolumeExpansion"]?.bool ?? false), Cell.age(object, now),
        ]
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes = Check.given(object.json.text("provisioner"), FieldPath("provisioner"))
        mistakes += Check.oneOf(
            object.json["reclaimPolicy"], FieldPath("reclaimPolicy"), ["Delete", "Retain"])
        mistakes += Check.oneOf(
            object.json["volumeBindingMode"], FieldPath("volumeBindingMode"),
            ["Immediate", "WaitForFirstConsumer"])
        for member in object.json["parameters"]?.object?.members ?? [] where member.key.isEmpty {
            let why = "field can not be empty."
            mistakes.append(.invalid(FieldPath("parameters"), "", why))
        }
        return mistakes
    }

    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for field in ["parameters", "provisioner", "reclaimPolicy"]
        where new.json[field] != old.json[field] {
            let why = "updates to \(field) are forbidden."
            mistakes.append(.forbidden(FieldPath(field), why))
        }
        return mistakes
            + Check.unchanged(
                new.json["volumeBindingMode"], old.json["volumeBindingMode"],
                FieldPath("volumeBindingMode"))
    }
}
