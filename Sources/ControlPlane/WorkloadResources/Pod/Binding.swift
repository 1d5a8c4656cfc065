import APIMachinery
import JSON
import ResourceModel

/// The order to run a pod on a node; it is never stored.
enum BindingKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "Binding", plural: "bindings", schema: "core.v1.Binding")
        kind.verbs = [.create]
        return kind
    }()
}
