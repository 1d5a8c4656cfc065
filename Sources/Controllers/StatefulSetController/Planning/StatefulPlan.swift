import APIMachinery
import ControllerRuntime
import PodControl
import WatchCache

/// A StatefulSet, its pods and its two templates; and what is to be done about them.
///
/// It is a plain value: what is decided here depends on nothing else.
package struct StatefulPlan: Sendable {
    /// What is to be done.
    package struct Steps: Sendable {
        /// Pods to make, by ordinal, each of a revision.
        package var create: [(ordinal: Ordinal, isUpdated: Bool)] = []
        package var delete: [CachedObject] = []
    }

    package var name: String
    package var set: StatefulSetView
    /// The revision that all pods had before the update under way.
    package var current: String
    /// That of the template as it is now.
    package var update: String
    /// Its pods, by ordinal.
    package var pods: [Ordinal: CachedObject]
    package var now: Timestamp

    package init(
        _ name: String, _ set: StatefulSetView, current: String, update: String,
        pods: [CachedObject], now: Timestamp
    ) {
        self.name = name
        self.set = set
        self.current = current
        self.update = update
        self.now = now
        self.pods = Dictionary(
            pods.compactMap { pod in Ordinal(of: pod.name, in: name).map { ($0, pod) } }
        ) { $1 }
    }

    /// What is to be done next.
    package var steps: Steps {
        var steps = Steps()
        guard settle(&steps), condemn(&steps) else { return steps }
        if !set.isUpdatedOnDelete { replace(&steps) }
        return steps
    }

    /// Makes the pods that are missing, in order.
    /// - Returns: whether that is done, so that others may go.
    private func settle(_ steps: inout Steps) -> Bool {
        for ordinal in set.ordinals.map(Ordinal.init) {
            guard let pod = pods[ordinal] else {
                steps.create.append((ordinal, !keepsCurrent(ordinal)))
                if set.isParallel { continue }
                return false
            }
            if pod.view(PodView.self).isFinished {
                // It comes again under its name once it is gone.
                if !pod.meta.isDeleting { steps.delete.append(pod) }
                if set.isParallel { continue }
                return false
            }
            if !set.isParallel, !isHealthy(pod) { return false }
        }
        return steps.create.isEmpty && steps.delete.isEmpty
    }

    /// Whether a new pod of an ordinal is of the earlier template still.
    private func keepsCurrent(_ ordinal: Ordinal) -> Bool {
        !set.isUpdatedOnDelete && ordinal.number < set.start + set.partition
    }

    /// Removes pods beyond the number wanted, the last first.
    /// - Returns: whether that is done.
    private func condemn(_ steps: inout Steps) -> Bool {
        let condemned = pods.filter { !set.ordinals.contains($0.key.number) }
            .sorted { $0.key > $1.key }.map(\.value)
        if set.isParallel {
            steps.delete += condemned.filter { !$0.meta.isDeleting }
            return condemned.isEmpty
        }
        guard let last = condemned.first else { return true }
        guard !last.meta.isDeleting else { return false }
        // One that is not well may go when it is the first of those that are not.
        if isHealthy(last) || firstUnhealthy?.uid == last.uid { steps.delete.append(last) }
        return false
    }

    private var firstUnhealthy: CachedObject? {
        pods.sorted { $0.key < $1.key }.map(\.value).first { !isHealthy($0) }
    }

    /// Replaces pods of the earlier template, the last first, as many at a time as may be
    /// unavailable.
    private func replace(_ steps: inout Steps) {
        let candidates = set.ordinals.map(Ordinal.init)
            .filter { $0.number >= set.start + set.partition }
        var room = set.maxUnavailable
        if room > 1 {
            room -= set.ordinals.count { pods[Ordinal($0)].map { !isHealthy($0) } ?? true }
        }
        for ordinal in candidates.reversed() {
            guard let pod = pods[ordinal] else { continue }
            let isOld = pod.meta.labels[StatefulPod.revisionLabel] != update
            if isOld, !pod.meta.isDeleting {
                // An unhealthy one is unavailable as it is.
                let isFree = set.maxUnavailable > 1 && !isHealthy(pod)
                guard isFree || room > 0 else { return }
                steps.delete.append(pod)
                if !isFree { room -= 1 }
                if set.maxUnavailable == 1 { return }
            } else if set.maxUnavailable == 1, !isHealthy(pod) {
                return
            }
        }
    }

    /// Whether a pod runs, is ready (for long enough) and stays.
    package func isHealthy(_ pod: CachedObject) -> Bool {
        !pod.meta.isDeleting && isAvailable(pod)
    }

    private func isAvailable(_ pod: CachedObject) -> Bool {
        pod.view(PodView.self).phase == "Running"
            && pod.isAvailablePod(minReadySeconds: set.minReadySeconds, at: now)
    }

    /// The StatefulSet's status as its pods are.
    package func status(generation: Int) -> StatefulSetStatus {
        var status = StatefulSetStatus()
        status.conditions = set.status.conditions
        status.observedGeneration = generation
        status.currentRevision = current
        status.updateRevision = update
        status.collisionCount = set.status.collisionCount ?? 0
        for pod in pods.values {
            let view: PodView = pod.view()
            guard !view.phase.isEmpty else { continue }
            status.replicas += 1
            if view.phase == "Running", view.isReady { status.readyReplicas += 1 }
            if isAvailable(pod) { status.availableReplicas += 1 }
            guard !pod.meta.isDeleting else { continue }
            let revision = pod.meta.labels[StatefulPod.revisionLabel]
            if revision == current { status.currentReplicas += 1 }
            if revision == update { status.updatedReplicas += 1 }
        }
        // The update is through: its template is what all have.
        if !set.isUpdatedOnDelete, status.currentRevision != status.updateRevision,
            status.updatedReplicas == set.replicas, status.replicas == set.replicas,
            status.readyReplicas == set.replicas
        {
            status.currentReplicas = status.updatedReplicas
            status.currentRevision = status.updateRevision
        }
        return status
    }
}
