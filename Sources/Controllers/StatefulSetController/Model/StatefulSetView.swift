import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// What the controller reads of a StatefulSet.
struct StatefulSetView: ObjectView {
    var replicas: Int
    /// The ordinal of the first pod.
    var start: Int
    var selector: LabelSelector?
    /// The labels that it selects by equality; its claims get them.
    var selectorLabels: [String: String]
    var serviceName: String
    var template: JSON
    var claimTemplates: [JSON]
    /// Whether pods come and go without waiting for one another.
    var isParallel: Bool
    /// Whether pods of an earlier template stay until somebody deletes them.
    var isUpdatedOnDelete: Bool
    /// Pods below this ordinal keep the earlier template.
    var partition: Int
    /// How many pods an update may have unavailable at a time; nil for one.
    var unavailable: IntOrPercent?
    var minReadySeconds: Int
    var revisionHistoryLimit: Int
    /// Whether claims go with the set, or with the pods that scaling takes away.
    var deletesClaimsWithSet: Bool
    var deletesClaimsWhenScaled: Bool
    var status: StatefulSetStatus

    init(_ object: JSONValue) {
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
    var ordinals: Range<Int> { start..<start + max(0, replicas) }

    /// How many pods an update may have unavailable at a time.
    var maxUnavailable: Int {
        max(1, unavailable?.resolved(of: replicas, roundingUp: false) ?? 1)
    }
}
