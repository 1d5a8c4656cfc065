import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// One look at a Deployment: decides by its `Rollout`, writes ReplicaSets, and in the end says in
/// the status what has become of it.
struct RolloutWork {
    let context: ControllerContext
    let object: CachedObject
    var rollout: Rollout
    /// The status as it is known, with the conditions that were found meanwhile.
    var status: DeploymentStatus
    /// The revision annotation, where it must change.
    var revision: String?

    init(_ context: ControllerContext, _ object: CachedObject, _ rollout: Rollout) {
        self.context = context
        self.object = object
        self.rollout = rollout
        status = rollout.deployment.status
    }

    var deployment: DeploymentView { rollout.deployment }

    /// Says that a rollout is paused, or goes on again.
    mutating func notePause() {
        guard deployment.progressDeadlineSeconds != nil else { return }
        let reason = status.conditions.first("Progressing")?.reason
        if reason == ProgressReason.timedOut { return }
        if deployment.isPaused, reason != ProgressReason.paused {
            set("Unknown", ProgressReason.paused, "Deployment is paused")
        } else if !deployment.isPaused, reason == ProgressReason.paused {
            set("Unknown", ProgressReason.resumed, "Deployment is resumed")
        }
    }

    private mutating func set(_ value: String, _ reason: String, _ message: String) {
        status.conditions.set(
            .deployment("Progressing", value, reason, message, context.now()))
    }

    /// Whether the rollout of this generation was complete when the status was last written.
    private var wasComplete: Bool {
        rollout.isComplete(deployment.status)
            && deployment.status.observedGeneration >= object.meta.generation
    }

    // MARK: - Ways to go

    /// Only looks.
    mutating func observe() async throws(APIStatus) -> Duration? {
        try await finish(
            rollout.status(after: status, generation: object.meta.generation, at: context.now()))
    }

    /// Gives each ReplicaSet its part of a new number of pods; the template may be another by now.
    mutating func scale() async throws(APIStatus) -> Duration? {
        try await annotateCurrent()
        _ = try await apply(rollout.scaled())
        if deployment.isPaused { try await removeExpired() }
        return try await observe()
    }

    /// The next step of a rolling update.
    mutating func roll() async throws(APIStatus) -> Duration? {
        try await needCurrent()
        if let current = rollout.current {
            if try await apply([current.uid: rollout.currentReplicas], onlyNumbers: true) {
                return try await report()
            }
        }
        if try await apply(rollout.shrinking(), onlyNumbers: true) { return try await report() }
        if wasComplete { try await removeExpired() }
        return try await report()
    }

    /// The next step of a change that removes all old pods first.
    /// - Parameter hasPods: whether a ReplicaSet still has a pod that isn't finished.
    mutating func recreate(
        hasPods: (RevisedSet) -> Bool
    ) async throws(APIStatus) -> Duration? {
        try await annotateCurrent()
        let old = rollout.earlier.filter { $0.replicas > 0 }.map { ($0.uid, 0) }
        if try await apply(Dictionary(uniqueKeysWithValues: old), onlyNumbers: true) {
            return try await report()
        }
        if rollout.earlier.contains(where: { $0.status.replicas > 0 || hasPods($0) }) {
            return try await report()
        }
        try await needCurrent()
        if let current = rollout.current {
            _ = try await apply([current.uid: rollout.currentReplicas], onlyNumbers: true)
        }
        if wasComplete { try await removeExpired() }
        return try await report()
    }

    // MARK: - The status

    /// Says how the rollout goes on.
    private mutating func report() async throws(APIStatus) -> Duration? {
        let status = rollout.rolloutStatus(
            after: status, name: object.name, generation: object.meta.generation,
            at: context.now())
        return try await finish(status)
    }

    /// Writes the status where it differs.
    private mutating func finish(_ status: DeploymentStatus) async throws(APIStatus) -> Duration? {
        try await write(status)
        return rollout.timeUntilDeadline(status, at: context.now())
    }

    /// Only says that this generation was seen.
    mutating func noteGeneration() async throws(APIStatus) {
        guard status.observedGeneration < object.meta.generation else { return }
        var status = status
        status.observedGeneration = object.meta.generation
        try await write(status)
    }

    /// Writes a status, and the revision with it.
    mutating func write(_ status: DeploymentStatus) async throws(APIStatus) {
        guard status != deployment.status || revision != nil else { return }
        var changed = object.object()
        changed["status"] = status.json
        if let revision { changed.annotations[DeploymentAnnotation.revision] = revision }
        do throws(APIStatus) {
            try await context.cluster.update(.deployments, changed, subresource: "status")
        } catch { if error.code != 404 { throw error } }
    }
}
