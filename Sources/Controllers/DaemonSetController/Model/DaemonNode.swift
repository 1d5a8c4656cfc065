import ControllerRuntime
import JSON
import WatchCache

/// What of a node decides whether it gets a pod.
struct DaemonNode: ObjectView, Hashable {
    /// What keeps pods off a node.
    struct Taint: Sendable, Hashable {
        var key: String
        var value: String
        var effect: String
    }

    var name: String
    var labels: [String: String]
    var taints: [Taint]

    init(_ object: JSONValue) {
        name = object["metadata"]?["name"]?.string ?? ""
        labels = MetadataView.texts(object["metadata"]?["labels"])
        taints =
            object["spec"]?["taints"]?.elements.map { taint in
                Taint(
                    key: taint["key"]?.string ?? "", value: taint["value"]?.string ?? "",
                    effect: taint["effect"]?.string ?? "")
            } ?? []
    }

    init(name: String, labels: [String: String] = [:], taints: [Taint] = []) {
        self.name = name
        self.labels = labels
        self.taints = taints
    }
}
