import APIMachinery
import ControllerRuntime
import PodControl
import WatchCache

extension ReplicaSetStatus {
    /// What there is to say of a set.
    /// - Parameters:
    ///   - active: its pods that are neither finished nor being deleted.
    ///   - terminating: how many are being deleted; nil when that isn't told.
    ///   - failure: why pods could not be created or deleted just now.
    init(
        of set: ReplicaSetView, generation: Int, active: [CachedObject], terminating: Int?,
        failure: APIStatus?, at now: Timestamp
    ) {
        self.init()
        let labels = LabelSelector(
            MetadataView.texts(set.template.json.field(["metadata", "labels"])))
        replicas = active.count
        fullyLabeledReplicas = active.count { labels.matches($0.meta.labels) }
        readyReplicas = active.count { $0.view(PodView.self).isReady }
        availableReplicas = active.count {
            $0.isAvailablePod(minReadySeconds: set.minReadySeconds, at: now)
        }
        terminatingReplicas = terminating
        observedGeneration = generation
        conditions = set.status.conditions
        if let failure, conditions.first("ReplicaFailure") == nil {
            let isLacking = active.count < set.replicas
            conditions.set(
                WorkloadCondition(
                    type: "ReplicaFailure", status: "True",
                    reason: isLacking ? "FailedCreate" : "FailedDelete", message: failure.message,
                    lastTransitionTime: now.description))
        } else if failure == nil {
            conditions.remove("ReplicaFailure")
        }
    }
}
