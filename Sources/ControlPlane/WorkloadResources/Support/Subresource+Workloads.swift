import APIMachinery
import JSON
import ResourceModel

extension Subresource {
    /// `/status` of a kind.
    static func status(of kind: String, _ rules: StatusRules = StatusRules()) -> Subresource {
        Subresource(
            name: "status", kind: kind, verbs: [.get, .patch, .update], service: .status(rules))
    }

    /// `/scale` of a kind whose selector is a `metav1.LabelSelector`.
    static let scale = scale { SelectorText.text(of: $0.spec["selector"]) }

    /// `/scale` of a kind.
    static func scale(selector: @escaping @Sendable (APIObject) -> String) -> Subresource {
        Subresource(
            name: "scale", groupVersion: GroupVersion(group: "autoscaling", version: "v1"),
            kind: "Scale", verbs: [.get, .patch, .update],
            service: .scale(ScaleRules(selector: selector)))
    }

    /// A subresource that the server serves by code of its own.
    static func special(
        _ name: String, kind: String, _ verbs: [ResourceDefinition.Verb],
        groupVersion: GroupVersion? = nil
    ) -> Subresource {
        Subresource(
            name: name, groupVersion: groupVersion, kind: kind, verbs: verbs, service: .special)
    }
}

/// Selectors as `Scale` shows them.
enum SelectorText {
    /// The text of a `metav1.LabelSelector`; empty when it is absent or selects everything.
    static func text(of selector: JSON?) -> String {
        let text = Cell.selector(selector)
        return text == Cell.none ? "" : text.string ?? ""
    }

    /// The text of a map of labels; empty when there is none.
    static func text(ofLabels labels: JSON?) -> String {
        let text = Cell.labels(labels)
        return text == Cell.none ? "" : text.string ?? ""
    }
}
