import APIMachinery
import JSON
import ResourceModel

/// What of a volume may change while it lives.
enum VolumeAttributesClassKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "VolumeAttributesClass",
            plural: "volumeattributesclasses", schema: "storage.v1.VolumeAttributesClass")
        kind.shortNames = ["vac"]
        kind.isNamespaced = false
        kind.columns = [.name, Column("DriverName"), .age]
        kind.cells = { object, now in
            let isDefault =
                object.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
            return [
                .string(object.name + (isDefault ? " (default)" : "")),
                .string(object.json.text("driverName")), Cell.age(object, now),
            ]
        }
        kind.rules.validateCreate = { object, _ in
            let parameters = object.json["parameters"]?.object?.count ?? 0
            let why = "must contain at least one key/value pair"
            return Check.given(object.json.text("driverName"), FieldPath("driverName"))
                + (parameters == 0 ? [.required(FieldPath("parameters"), why)] : [])
        }
        kind.rules.validateUpdate = { new, old, _ in
            var mistakes: [InvalidField] = []
            for field in ["driverName", "parameters"] where new.json[field] != old.json[field] {
                let why = "updates to \(field) are forbidden."
                mistakes.append(.forbidden(FieldPath(field), why))
            }
            return mistakes
        }
        return kind
    }()
}
