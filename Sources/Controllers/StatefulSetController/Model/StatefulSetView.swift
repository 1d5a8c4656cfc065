import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// What the controller reads of a StatefulSet.
package struct StatefulSetView: ObjectView {
    package var replicas: Int
    /// The ordinal of the first pod.
    package var start: Int
    package var selector: LabelSelector?
    /// The labels that it selects by equality; its claims get them.
    package var selectorLabels: [String: String]
    package var serviceName: String
    package var template: JSON
    package var claimTemplates: [JSON]
    /// Whether pods come and go without waiting for one another.
    package var isParallel: Bool
    /// Whether pods of an earlier template stay until somebody deletes them.
    package var isUpdatedOnDelete: Bool
    /// Pods below this ordinal keep the earlier template.
    package var partition: Int
    /// How many pods an update may have unavailable at a time; nil for one.
    package var unavailable: IntOrPercent?
    package var minReadySeconds: Int
    package var revisionHistoryLimit: Int
    /// Whether claims go with the set, or with the pods that scaling takes away.
    package var deletesClaimsWithSet: Bool
    package var deletesClaimsWhenScaled: Bool
    package var status: StatefulSetStatus

    package init(_ object: JSONValue) {
        let spec = object["spec"]
        let strategy = spec?["updateStrategy"]
        let retention = spec?["persistentVolumeClaimRetentionPolicy"]
        replicas = spec?["replicas"]?.int ?? 1
        start = spec?["ordinals"]?["start"]?.int ?? 0
        selector = spec?["selector"].flatMap { try? LabelSelector(object: JSON($0)) }
        selectorLabels = MetadataView.texts(spec?["selector"]?["matchLabels"])
        serviceName = spec?["serviceName"]?.string ?? ""
        template = spec?["template"].map { JSON($0) } ?? [:]
        claimTemplates = spec?["volumeClaimTemplates"]?.elements.map { JSON($0) } ?? []
        isParallel = spec?["podManagementPolicy"]?.isString("Parallel") ?? false
        isUpdatedOnDelete = strategy?["type"]?.isString("OnDelete") ?? false
        partition = strategy?["rollingUpdate"]?["partition"]?.int ?? 0
        unavailable = IntOrPercent(strategy?["rollingUpdate"]?["maxUnavailable"])
        minReadySeconds = spec?["minReadySeconds"]?.int ?? 0
        revisionHistoryLimit = spec?["revisionHistoryLimit"]?.int ?? 10
        deletesClaimsWithSet = retention?["whenDeleted"]?.isString("Delete") ?? false
        deletesClaimsWhenScaled = retention?["whenScaled"]?.isString("Delete") ?? false
        status = StatefulSetStatus(object["status"])
    }

    /// The ordinals of its pods.
    package var ordinals: Range<Int> { start..<start + max(0, replicas) }

    /// How many pods an update may have unavailable at a time.
    package var maxUnavailable: Int {
        max(1, unavailable?.resolved(of: replicas, roundingUp: false) ?? 1)
    }
}
