import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// What the controller reads of a DaemonSet.
package struct DaemonSetView: ObjectView {
    package static let generationAnnotation = "deprecated.daemonset.template.generation"

    package var selector: LabelSelector?
    package var template: PodTemplate
    /// What the template demands of a node.
    package var demand: NodeDemand
    /// Whether pods of an earlier template stay until somebody deletes them.
    package var isUpdatedOnDelete: Bool
    package var unavailable: IntOrPercent
    package var surge: IntOrPercent
    package var minReadySeconds: Int
    package var revisionHistoryLimit: Int
    /// Counts the template's changes; nil when nobody does.
    package var templateGeneration: String?
    package var status: DaemonSetStatus

    package init(_ object: JSONValue) {
        let spec = object["spec"]
        let strategy = spec?["updateStrategy"]
        selector = spec?["selector"].flatMap { try? LabelSelector(object: JSON($0)) }
        template = PodTemplate(spec?["template"].map { JSON($0) })
        demand = NodeDemand(template.json["spec"] ?? [:])
        isUpdatedOnDelete = strategy?["type"]?.isString("OnDelete") ?? false
        unavailable = IntOrPercent(strategy?["rollingUpdate"]?["maxUnavailable"]) ?? .count(1)
        surge = IntOrPercent(strategy?["rollingUpdate"]?["maxSurge"]) ?? .count(0)
        minReadySeconds = spec?["minReadySeconds"]?.int ?? 0
        revisionHistoryLimit = spec?["revisionHistoryLimit"]?.int ?? 10
        templateGeneration =
            object["metadata"]?["annotations"]?[Self.generationAnnotation]?.string
        status = DaemonSetStatus(object["status"])
    }

    /// How many pods beyond one a node there may be, of so many nodes.
    package func maxSurge(of nodes: Int) -> Int { surge.resolved(of: nodes, roundingUp: true) }

    /// On how many nodes no pod needs to be available, of so many.
    package func maxUnavailable(of nodes: Int) -> Int {
        let count = unavailable.resolved(of: nodes, roundingUp: true)
        // With neither, nothing could ever be replaced.
        return count == 0 && maxSurge(of: nodes) == 0 ? 1 : count
    }

    /// Whether a pod is of the template as it is now.
    /// - Parameter hash: the template's.
    package func isUpdated(_ labels: [String: String], hash: String) -> Bool {
        if labels[DaemonPod.hashLabel] == hash { return true }
        return templateGeneration != nil
            && labels[DaemonPod.generationLabel] == templateGeneration
    }
}
