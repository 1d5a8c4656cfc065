import APIMachinery
import JSON
import ResourceModel

/// What older releases showed of the control plane's parts; read only, and empty here, since
/// `/readyz` says more.
enum ComponentStatusKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "ComponentStatus", plural: "componentstatuses",
            schema: "core.v1.ComponentStatus")
        kind.shortNames = ["cs"]
        kind.isNamespaced = false
        kind.verbs = [.get, .list]
        kind.deprecation = "v1 ComponentStatus is deprecated in v1.19+"
        kind.columns = [.name, Column("Status"), Column("Message"), Column("Error")]
        kind.cells = { object, _ in [.string(object.name), "Unknown", "", ""] }
        return kind
    }()
}
