import APIMachinery
import JSON
import ResourceModel

/// Who a pod is.
enum ServiceAccountKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "ServiceAccount", plural: "serviceaccounts", schema: "core.v1.ServiceAccount")
        kind.shortNames = ["sa"]
        kind.columns = [.name, .age]
        kind.cells = { object, now in [.string(object.name), Cell.age(object, now)] }
        kind.subresources = [
            Subresource(
                name: "token",
                groupVersion: GroupVersion(group: "authentication.k8s.io", version: "v1"),
                kind: "TokenRequest", verbs: [.create], service: .special)
        ]
        kind.rules.prepareForCreate = { object, _ in keepSecretNames(&object) }
        kind.rules.prepareForUpdate = { new, _, _ in keepSecretNames(&new) }
        return kind
    }()

    /// Of the secrets' references only the names mean something.
    private static func keepSecretNames(_ object: inout APIObject) {
        object.json.updateEach("secrets") { reference in
            let name = reference["name"]
            reference = [:]
            reference["name"] = name
        }
    }
}
