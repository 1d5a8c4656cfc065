import APIMachinery
import JSON
import ResourceModel

/// Storage that a pod asks for.
enum PersistentVolumeClaimKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "PersistentVolumeClaim", plural: "persistentvolumeclaims",
            schema: "core.v1.PersistentVolumeClaim")
        kind.shortNames = ["pvc"]
        kind.columns = [
            .name, Column("Status"), Column("Volume"), Column("Capacity"), Column("Access Modes"),
            Column("StorageClass"), Column("VolumeAttributesClass"), .age,
            Column("VolumeMode", wide: true),
        ]
        kind.cells = cells
        kind.subresources = [.status(of: "PersistentVolumeClaim")]
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in object.json["status"] = ["phase": "Pending"] }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validate(new) + validateChange(new, old) }
        return kind
    }()

    private static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let spec = object.spec
        let isBound = !spec.text("volumeName").isEmpty
        let phase = object.deletionTimestamp == nil ? object.status.text("phase") : "Terminating"
        let capacity = object["status", "capacity", "storage"]?.string ?? ""
        let modes = AccessModes.text(object.status.texts("accessModes"))
        let attributes = spec["volumeAttributesClassName"]?.string
        return [
            .string(object.name), .string(phase), .string(spec.text("volumeName")),
            .string(isBound ? capacity : ""), .string(isBound ? modes : ""),
            .string(StorageClassName.of(object)), .string(attributes ?? "<unset>"),
            Cell.age(object, now), .string(spec["volumeMode"]?.string ?? "<unset>"),
        ]
    }

    private static func setDefaults(_ object: inout APIObject) {
        if object.status.text("phase").isEmpty { object["status", "phase"] = "Pending" }
        object.json.update("spec") { spec in
            spec.setDefault("volumeMode", "Filesystem")
            // The old field and the new one say the same for claims and snapshots.
            if spec["dataSourceRef"] == nil, let source = spec["dataSource"] {
                spec["dataSourceRef"] = source
            }
        }
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        let spec = object.spec
        var mistakes = AccessModes.check(spec.texts("accessModes"), path["accessModes"])
        mistakes += Selectors.check(spec["selector"], path["selector"])
        let field = path["resources"].key("storage")
        if let value = spec.field(["resources", "requests", "storage"]) {
            if let amount = Quantity(parsing: value.string ?? ""),
                amount.isNegative || amount.isZero
            {
                mistakes.append(.invalid(field, value, "must be greater than zero"))
            }
        } else {
            mistakes.append(.required(field))
        }
        let className = spec.text("storageClassName")
        if !className.isEmpty { mistakes += Names.subdomain(className, path["storageClassName"]) }
        return mistakes + AccessModes.checkVolumeMode(spec.text("volumeMode"), path["volumeMode"])
    }

    /// A claim is bound once; later a bound one may ask for more, and for another class of
    /// attributes.
    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        var (spec, oldSpec) = (new.spec, old.spec)
        let path = FieldPath("spec")
        let requests = ["resources", "requests", "storage"][...]
        var mistakes: [InvalidField] = []
        let (wanted, had) = (spec.field(requests), oldSpec.field(requests))
        let isBound = old.status.text("phase") == "Bound"
        if isBound {
            if let wanted = Quantity(parsing: wanted?.string ?? ""),
                let had = Quantity(parsing: had?.string ?? ""), wanted < had
            {
                let why = "field can not be less than status.capacity"
                mistakes.append(.forbidden(path["resources"]["requests"]["storage"], why))
            }
            spec.setField(requests, had)
        }
        if oldSpec.text("volumeName").isEmpty { spec["volumeName"] = oldSpec["volumeName"] }
        spec["volumeAttributesClassName"] = oldSpec["volumeAttributesClassName"]
        if oldSpec["storageClassName"] == nil { spec["storageClassName"] = nil }
        oldSpec["volumeAttributesClassName"] = spec["volumeAttributesClassName"]
        if spec != oldSpec {
            let why =
                "spec is immutable after creation except resources.requests and "
                + "volumeAttributesClassName for bound claims"
            mistakes.append(.forbidden(path, why))
        }
        return mistakes
    }
}
