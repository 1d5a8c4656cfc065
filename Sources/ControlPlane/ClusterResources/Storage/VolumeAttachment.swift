import APIMachinery
import JSON
import ResourceModel

/// The wish that a volume be attached to a node.
enum VolumeAttachmentKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "VolumeAttachment", plural: "volumeattachments",
            schema: "storage.v1.VolumeAttachment")
        kind.isNamespaced = false
        kind.columns = [
            .name, Column("Attacher"), Column("PV"), Column("Node"),
            Column("Attached", type: "boolean"), .age,
        ]
        kind.cells = { object, now in
            let volume = object["spec", "source", "persistentVolumeName"]?.string ?? ""
            return [
                .string(object.name), .string(object.spec.text("attacher")), .string(volume),
                .string(object.spec.text("nodeName")),
                .bool(object.status["attached"]?.bool ?? false), Cell.age(object, now),
            ]
        }
        kind.subresources = [.status(of: "VolumeAttachment")]
        kind.rules.prepareForCreate = { object, _ in
            object.json["status"] = ["attached": false]
        }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            validate(new) + Check.unchanged(new.spec, old.spec, FieldPath("spec"))
        }
        return kind
    }()

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes = Check.given(object.spec.text("attacher"), path["attacher"])
        mistakes += Check.given(object.spec.text("nodeName"), path["nodeName"])
        let source = object.spec["source"] ?? [:]
        let hasInline = source["inlineVolumeSpec"] != nil
        let hasName = source["persistentVolumeName"] != nil
        if !hasInline && !hasName {
            let why = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
            mistakes.append(.required(path["source"], why))
        } else if hasInline && hasName {
            let why = "may not be specified when persistentVolumeName is specified"
            mistakes.append(.forbidden(path["source"]["inlineVolumeSpec"], why))
        }
        return mistakes
    }
}
