import APIMachinery
import JSON
import ResourceModel

/// A piece of storage of the cluster.
enum PersistentVolumeKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "PersistentVolume", plural: "persistentvolumes",
            schema: "core.v1.PersistentVolume")
        kind.shortNames = ["pv"]
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("Capacity"), Column("Access Modes"), Column("Reclaim Policy"),
            Column("Status"), Column("Claim"), Column("StorageClass"),
            Column("VolumeAttributesClass"), Column("Reason"), .age,
            Column("VolumeMode", wide: true),
        ]
        kind.cells = cells
        kind.subresources = [.status(of: "PersistentVolume")]
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, context in
            object.json["status"] = [
                "phase": "Pending",
                "lastPhaseTransitionTime": .string(context.now.description),
            ]
        }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validate(new) + validateChange(new, old) }
        return kind
    }()

    private static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let spec = object.spec
        var claim = ""
        if let reference = spec["claimRef"] {
            claim = "\(reference.text("namespace"))/\(reference.text("name"))"
        }
        let phase = object.deletionTimestamp == nil ? object.status.text("phase") : "Terminating"
        let attributes = spec["volumeAttributesClassName"]?.string
        let mode = spec["volumeMode"]?.string
        return [
            .string(object.name), .string(spec.field(["capacity", "storage"])?.string ?? ""),
            .string(AccessModes.text(spec.texts("accessModes"))),
            .string(spec.text("persistentVolumeReclaimPolicy")), .string(phase), .string(claim),
            .string(StorageClassName.of(object)), .string(attributes ?? "<unset>"),
            .string(object.status.text("reason")), Cell.age(object, now),
            .string(mode ?? "<unset>"),
        ]
    }

    private static func setDefaults(_ object: inout APIObject) {
        object.json.update("spec") { spec in
            spec.setDefault("persistentVolumeReclaimPolicy", "Retain")
            spec.setDefault("volumeMode", "Filesystem")
            spec.update("hostPath") { $0.setDefault("type", "") }
            spec.update("iscsi") { $0.setDefault("iscsiInterface", "default") }
            spec.update("rbd") { source in
                source.setDefault("pool", "rbd")
                source.setDefault("user", "admin")
                source.setDefault("keyring", "/etc/ceph/keyring")
            }
        }
        if object.status.text("phase").isEmpty { object["status", "phase"] = "Pending" }
    }

    /// The members of a spec that say where the storage is.
    private static let sources: Set = [
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc",
        "flexVolume", "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local",
        "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos",
        "vsphereVolume",
    ]

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        let spec = object.spec
        var mistakes = AccessModes.check(spec.texts("accessModes"), path["accessModes"])
        let capacity = spec.members("capacity")
        if capacity.isEmpty { mistakes.append(.required(path["capacity"])) }
        if spec.field(["capacity", "storage"]) == nil || capacity.count > 1 {
            let keys = capacity.map(\.key)
            mistakes.append(
                .notSupported(path["capacity"], .strings(keys), supported: ["storage"]))
        }
        for entry in capacity {
            let field = path["capacity"].key(entry.key)
            if let amount = Quantity(parsing: entry.value.string ?? ""),
                amount.isNegative || amount.isZero
            {
                mistakes.append(.invalid(field, entry.value, "must be greater than zero"))
            }
        }
        mistakes += Choices.required(
            spec.text("persistentVolumeReclaimPolicy"), of: ["Delete", "Recycle", "Retain"],
            path["persistentVolumeReclaimPolicy"])
        let used = (spec.object?.keys ?? []).filter(sources.contains)
        if used.isEmpty { mistakes.append(.required(path, "must specify a volume type")) }
        for name in used.dropFirst() {
            mistakes.append(.forbidden(path[name], "may not specify more than 1 volume type"))
        }
        let className = spec.text("storageClassName")
        if !className.isEmpty { mistakes += Names.subdomain(className, path["storageClassName"]) }
        return mistakes + AccessModes.checkVolumeMode(spec.text("volumeMode"), path["volumeMode"])
    }

    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let changed = sources.contains { new.spec[$0] != old.spec[$0] && $0 != "csi" }
        if changed {
            let why = "spec.persistentvolumesource is immutable after creation"
            mistakes.append(.forbidden(FieldPath("spec")["persistentvolumesource"], why))
        }
        if new.spec["volumeMode"] != old.spec["volumeMode"] {
            let mode = new.spec["volumeMode"] ?? .null
            mistakes.append(
                .invalid(FieldPath("volumeMode"), mode, "field is immutable"))
        }
        return mistakes
    }
}

/// The name of a volume's or a claim's class, which an annotation may give instead of the field.
enum StorageClassName {
    static func of(_ object: APIObject) -> String {
        object.annotations["volume.beta.kubernetes.io/storage-class"]
            ?? object.spec.text("storageClassName")
    }
}
