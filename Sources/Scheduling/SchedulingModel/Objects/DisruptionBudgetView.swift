import APIMachinery
import ControllerRuntime
import JSON

/// What scheduling reads of a PodDisruptionBudget.
public struct DisruptionBudgetView: ObjectView {
    /// Its namespace.
    public var namespace: String
    /// The pods it guards; nil guards none.
    public var selector: LabelSelector?
    /// How many pods may be disturbed now.
    public var allowed: Int
    /// Names of pods that are about to be disturbed, and are counted already.
    public var disrupted: Set<String>

    public init(_ object: JSONValue) {
        namespace = object["metadata"]?["namespace"]?.string ?? ""
        selector = PodTerm.selector(object["spec"]?["selector"])
        allowed = object["status"]?["disruptionsAllowed"]?.int ?? 0
        disrupted = Set(object["status"]?["disruptedPods"]?.members.map(\.key) ?? [])
    }

    /// Whether it guards a pod.
    public func guards(_ pod: PodInfo) -> Bool {
        namespace == pod.namespace && !pod.labels.isEmpty && !disrupted.contains(pod.name)
            && selector.map { !$0.isEmpty && $0.matches(pod.labels) } ?? false
    }
}
