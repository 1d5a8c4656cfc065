import ControllerRuntime
import JSON
import WatchCache

/// What of a node decides whether it gets a pod.
package struct DaemonNode: ObjectView, Hashable {
    /// What keeps pods off a node.
    package struct Taint: Sendable, Hashable {
        package var key: String
        package var value: String
        package var effect: String

        package init(key: String, value: String, effect: String) {
            self.key = key
            self.value = value
            self.effect = effect
        }
    }

    package var name: String
    package var labels: [String: String]
    package var taints: [Taint]

    package init(_ object: JSONValue) {
        name = object["metadata"]?["name"]?.string ?? ""
        labels = MetadataView.texts(object["metadata"]?["labels"])
        taints =
            object["spec"]?["taints"]?.elements.map { taint in
                Taint(
                    key: taint["key"]?.string ?? "", value: taint["value"]?.string ?? "",
                    effect: taint["effect"]?.string ?? "")
            } ?? []
    }

    package init(name: String, labels: [String: String] = [:], taints: [Taint] = []) {
        self.name = name
        self.labels = labels
        self.taints = taints
    }
}
