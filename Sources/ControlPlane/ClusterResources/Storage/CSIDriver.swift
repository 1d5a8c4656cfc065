import APIMachinery
import JSON
import ResourceModel

/// What a volume driver can do.
enum CSIDriverKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "CSIDriver", plural: "csidrivers",
            schema: "storage.v1.CSIDriver")
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("AttachRequired", type: "boolean"),
            Column("PodInfoOnMount", type: "boolean"),
            Column("StorageCapacity", type: "boolean"), Column("TokenRequests"),
            Column("RequiresRepublish", type: "boolean"), Column("Modes"), .age,
        ]
        kind.cells = cells
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = setDefaults
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            validate(new) + validateChange(new, old)
        }
        return kind
    }()

    @Sendable private static func cells(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        let spec = object.spec
        let audiences = spec.list("tokenRequests").map { $0.text("audience") }
        let modes = spec.texts("volumeLifecycleModes")
        return [
            .string(object.name), .bool(spec["attachRequired"]?.bool ?? true),
            .bool(spec["podInfoOnMount"]?.bool ?? false),
            .bool(spec["storageCapacity"]?.bool ?? false),
            .string(audiences.isEmpty ? "<unset>" : audiences.joined(separator: ",")),
            .bool(spec["requiresRepublish"]?.bool ?? false),
            .string(modes.isEmpty ? "<none>" : modes.joined(separator: ",")),
            Cell.age(object, now),
        ]
    }

    @Sendable private static func setDefaults(_ object: inout APIObject) {
        object.json.update("spec") { spec in
            spec.setDefault("attachRequired", true)
            spec.setDefault("podInfoOnMount", false)
            spec.setDefault("storageCapacity", false)
            spec.setDefault("fsGroupPolicy", "ReadWriteOnceWithFSType")
            if spec.list("volumeLifecycleModes").isEmpty {
                spec["volumeLifecycleModes"] = ["Persistent"]
            }
            spec.setDefault("requiresRepublish", false)
            spec.setDefault("seLinuxMount", false)
        }
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = Check.oneOf(
            object.spec["fsGroupPolicy"], path["fsGroupPolicy"],
            ["ReadWriteOnceWithFSType", "File", "None"])
        for mode in object.spec.texts("volumeLifecycleModes") {
            mistakes += Check.oneOf(
                .string(mode), path["volumeLifecycleModes"], ["Ephemeral", "Persistent"])
        }
        return mistakes
    }

    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        ["attachRequired", "volumeLifecycleModes"].flatMap { field in
            Check.unchanged(new.spec[field], old.spec[field], FieldPath("spec")[field])
        }
    }
}
