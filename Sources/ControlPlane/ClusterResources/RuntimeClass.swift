import APIMachinery
import JSON
import ResourceModel

/// Which runtime a node runs a pod with.
enum RuntimeClassKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "node.k8s.io", kind: "RuntimeClass", plural: "runtimeclasses",
            schema: "node.v1.RuntimeClass")
        kind.isNamespaced = false
        kind.columns = [.name, Column("Handler"), .age]
        kind.cells = { object, now in
            [.string(object.name), .string(object.json.text("handler")), Cell.age(object, now)]
        }
        kind.rules.validateCreate = { object, _ in
            Check.given(object.json.text("handler"), FieldPath("handler"))
        }
        kind.rules.validateUpdate = { new, old, _ in
            Check.unchanged(new.json["handler"], old.json["handler"], FieldPath("handler"))
        }
        return kind
    }()
}
