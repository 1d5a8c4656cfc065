import APIMachinery
import JSON
import ResourceModel

/// How much room a class has for volumes in a part of the cluster.
enum CSIStorageCapacityKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "storage.k8s.io", kind: "CSIStorageCapacity", plural: "csistoragecapacities",
            schema: "storage.v1.CSIStorageCapacity")
        kind.columns = [.name, Column("StorageClassName"), Column("Capacity")]
        kind.cells = { object, _ in
            [
                .string(object.name), .string(object.json.text("storageClassName")),
                .string(object.json["capacity"]?.string ?? "<unset>"),
            ]
        }
        kind.rules.validateCreate = { object, _ in
            Check.given(object.json.text("storageClassName"), FieldPath("storageClassName"))
        }
        kind.rules.validateUpdate = { new, old, _ in
            ["nodeTopology", "storageClassName"].flatMap { field in
                Check.unchanged(new.json[field], old.json[field], FieldPath(field))
            }
        }
        return kind
    }()
}
