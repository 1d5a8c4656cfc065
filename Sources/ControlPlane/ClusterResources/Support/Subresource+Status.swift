import APIMachinery
import ResourceModel

extension Subresource {
    /// `/status` of a kind.
    static func status(of kind: String, _ rules: StatusRules = StatusRules()) -> Subresource {
        Subresource(
            name: "status", kind: kind, verbs: [.get, .patch, .update], service: .status(rules))
    }
}

extension ResourceRules {
    /// Writes of the object itself leave its status alone.
    mutating func dropStatus() {
        prepareForCreate = { object, _ in object.json["status"] = nil }
        prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
    }
}
