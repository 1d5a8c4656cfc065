import APIMachinery
import ControllerRuntime
import JSON

/// How a Service or a workload's object selects its pods.
struct WorkloadLabels: ObjectView {
    /// A Service's labels; nil for one that selects nothing itself.
    var service: [String: String]?
    /// A ReplicationController's labels.
    var plain: LabelSelector?
    /// The selector of the others.
    var selector: LabelSelector?

    init(_ object: JSONValue) {
        guard let selector = object["spec"]?["selector"] else { return }
        let labels = MetadataView.texts(selector)
        service = labels
        plain = LabelSelector(labels)
        self.selector = (try? LabelSelector(object: JSON(selector))) ?? nil
    }
}
