import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// What the controller reads of a Deployment.
package struct DeploymentView: ObjectView {
    /// How many pods are wanted.
    package var replicas: Int
    package var selector: LabelSelector?
    package var isPaused: Bool
    package var isRecreating: Bool
    /// What `strategy.rollingUpdate` says.
    package var surge: IntOrPercent
    package var unavailable: IntOrPercent
    package var minReadySeconds: Int
    /// How long a rollout may stand still; nil for as long as it likes.
    package var progressDeadlineSeconds: Int?
    /// How many ReplicaSets of earlier templates are kept; nil for all.
    package var revisionHistoryLimit: Int?
    /// What its pods are made from.
    package var template: JSON
    /// The template in a form that compares.
    package var templateKey: TemplateKey
    package var status: DeploymentStatus

    package init(_ object: JSONValue) {
        let spec = object["spec"]
        let strategy = spec?["strategy"]
        replicas = spec?["replicas"]?.int ?? 1
        selector = spec?["selector"].flatMap { try? LabelSelector(object: JSON($0)) }
        isPaused = spec?["paused"]?.bool ?? false
        isRecreating = strategy?["type"]?.isString("Recreate") ?? false
        surge = IntOrPercent(strategy?["rollingUpdate"]?["maxSurge"]) ?? .percent(25)
        unavailable = IntOrPercent(strategy?["rollingUpdate"]?["maxUnavailable"]) ?? .percent(25)
        minReadySeconds = spec?["minReadySeconds"]?.int ?? 0
        // The largest number means none, as upstream's clients write it.
        progressDeadlineSeconds = spec?["progressDeadlineSeconds"]?.int
            .flatMap { $0 == Int(Int32.max) ? nil : $0 }
        revisionHistoryLimit = spec?["revisionHistoryLimit"]?.int
            .flatMap { $0 == Int(Int32.max) ? nil : $0 }
        template = spec?["template"].map { JSON($0) } ?? [:]
        templateKey = TemplateKey(template)
        status = DeploymentStatus(object["status"])
    }

    /// How many pods there may be beyond those wanted.
    package var maxSurge: Int { isRecreating ? 0 : surge.resolved(of: replicas, roundingUp: true) }

    /// How many of those wanted may be unavailable.
    package var maxUnavailable: Int {
        if isRecreating || replicas == 0 { return 0 }
        let share = unavailable.resolved(of: replicas, roundingUp: false)
        // With neither, nothing could ever be replaced.
        return min(share == 0 && maxSurge == 0 ? 1 : share, replicas)
    }
}

/// A template without the label that the controller adds, in a form that compares.
package struct TemplateKey: Sendable, Hashable {
    /// The label with the template's hash, on ReplicaSets and their pods.
    package static let hashLabel = "pod-template-hash"

    private let template: JSON

    package init(_ template: JSON) {
        var template = TemplateHash.canonical(template)
        template.setField(["metadata", "labels", Self.hashLabel], nil)
        self.template = template
    }
}
