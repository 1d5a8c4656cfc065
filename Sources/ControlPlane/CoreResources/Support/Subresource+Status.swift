import APIMachinery
import ResourceModel

extension Subresource {
    /// `/status` of a kind.
    static func status(of kind: String, _ rules: StatusRules = StatusRules()) -> Subresource {
        Subresource(
            name: "status", kind: kind, verbs: [.get, .patch, .update], service: .status(rules))
    }

    /// `/proxy` of a kind.
    static func proxy(_ kind: String) -> Subresource {
        Subresource(
            name: "proxy", kind: kind, verbs: [.create, .delete, .get, .patch, .update],
            service: .special)
    }
}
