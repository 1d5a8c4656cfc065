import APIMachinery
import PodControl

extension Rollout {
    /// The Deployment's status as its ReplicaSets are.
    /// - Parameter known: the status so far: its conditions are kept where nothing new is known.
    package func status(
        after known: DeploymentStatus, generation: Int, at now: Timestamp
    ) -> DeploymentStatus {
        var status = known
        status.observedGeneration = generation
        status.replicas = sets.reduce(0) { $0 + $1.status.replicas }
        status.updatedReplicas = current?.status.replicas ?? 0
        status.readyReplicas = sets.reduce(0) { $0 + $1.status.readyReplicas }
        status.availableReplicas = available
        status.unavailableReplicas = max(0, replicas - available)
        let terminating = sets.map(\.status.terminatingReplicas)
        status.terminatingReplicas =
            terminating.contains(nil) ? nil : terminating.reduce(0) { $0 + ($1 ?? 0) }
        let isAvailable = available >= minAvailable
        status.conditions.set(
            .deployment(
                "Available", isAvailable ? "True" : "False",
                isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                isAvailable
                    ? "Deployment has minimum availability."
                    : "Deployment does not have minimum availability.", now))
        return status
    }

    /// The same with what is to be said of a rollout: how it goes on, and what hinders it.
    package func rolloutStatus(
        after known: DeploymentStatus, name: String, generation: Int, at now: Timestamp
    ) -> DeploymentStatus {
        var status = status(after: known, generation: generation, at: now)
        let condition = known.conditions.first("Progressing")
        if deployment.progressDeadlineSeconds == nil { status.conditions.remove("Progressing") }
        let isDone =
            status.replicas == status.updatedReplicas
            && condition?.reason == ProgressReason.newSetAvailable
        if deployment.progressDeadlineSeconds != nil, !isDone {
            progress(&status, from: known, name: name, at: now)
        }
        if let failure = failure {
            status.conditions.set(
                .deployment("ReplicaFailure", failure.status, failure.reason, failure.message, now))
        } else {
            status.conditions.remove("ReplicaFailure")
        }
        return status
    }

    private func progress(
        _ status: inout DeploymentStatus, from known: DeploymentStatus, name: String,
        at now: Timestamp
    ) {
        let subject = current.map { "ReplicaSet \"\($0.name)\"" } ?? "Deployment \"\(name)\""
        let condition = known.conditions.first("Progressing")
        if isComplete(status) {
            status.conditions.set(
                .deployment(
                    "Progressing", "True", ProgressReason.newSetAvailable,
                    "\(subject) has successfully progressed.", now))
        } else if isProgressing(status, from: known) {
            var new = WorkloadCondition.deployment(
                "Progressing", "True", ProgressReason.setUpdated, "\(subject) is progressing.", now)
            // Each step counts anew, though it says the same.
            if let condition, condition.status == "True" {
                new.lastTransitionTime = condition.lastTransitionTime
            }
            status.conditions.remove("Progressing")
            status.conditions.set(new)
        } else if isTimedOut(condition, at: now) {
            status.conditions.set(
                .deployment(
                    "Progressing", "False", ProgressReason.timedOut,
                    "\(subject) has timed out progressing.", now))
        }
    }

    /// Whether all pods are of the current template, and available.
    package func isComplete(_ status: DeploymentStatus) -> Bool {
        status.updatedReplicas == deployment.replicas && status.replicas == deployment.replicas
            && status.availableReplicas == deployment.replicas
    }

    private func isProgressing(_ status: DeploymentStatus, from old: DeploymentStatus) -> Bool {
        status.updatedReplicas > old.updatedReplicas
            || status.replicas - status.updatedReplicas < old.replicas - old.updatedReplicas
            || status.readyReplicas > old.readyReplicas
            || status.availableReplicas > old.availableReplicas
    }

    private func isTimedOut(_ condition: WorkloadCondition?, at now: Timestamp) -> Bool {
        guard let condition, condition.reason != ProgressReason.newSetAvailable else {
            return false
        }
        if condition.reason == ProgressReason.timedOut { return true }
        return deadline(condition).map { $0 < now } ?? false
    }

    private func deadline(_ condition: WorkloadCondition) -> Timestamp? {
        guard let seconds = deployment.progressDeadlineSeconds,
            let since = Timestamp(parsing: condition.lastUpdateTime ?? "")
        else { return nil }
        return Timestamp(microseconds: since.microseconds + Int64(seconds) * 1_000_000)
    }

    /// How long until a rollout that stands still has done so for too long; nil when none does.
    package func timeUntilDeadline(_ status: DeploymentStatus, at now: Timestamp) -> Duration? {
        guard let condition = status.conditions.first("Progressing"), !isComplete(status),
            condition.reason != ProgressReason.timedOut,
            condition.reason != ProgressReason.newSetAvailable,
            let deadline = deadline(condition)
        else { return nil }
        return max(.zero, .microseconds(deadline.microseconds - now.microseconds)) + .seconds(1)
    }

    private var failure: WorkloadCondition? {
        current?.status.conditions.first("ReplicaFailure")
            ?? sets.lazy.compactMap { $0.status.conditions.first("ReplicaFailure") }.first
    }
}

/// Why a Deployment's condition Progressing is what it is.
package enum ProgressReason {
    package static let newSetAvailable = "NewReplicaSetAvailable"
    package static let setUpdated = "ReplicaSetUpdated"
    package static let setCreated = "NewReplicaSetCreated"
    package static let setFound = "FoundNewReplicaSet"
    package static let createFailed = "ReplicaSetCreateError"
    package static let timedOut = "ProgressDeadlineExceeded"
    package static let paused = "DeploymentPaused"
    package static let resumed = "DeploymentResumed"
}

extension WorkloadCondition {
    /// A condition of a Deployment, found now.
    package static func deployment(
        _ type: String, _ status: String, _ reason: String, _ message: String, _ now: Timestamp
    ) -> WorkloadCondition {
        WorkloadCondition(
            type: type, status: status, reason: reason, message: message,
            lastTransitionTime: now.description, lastUpdateTime: now.description)
    }
}
