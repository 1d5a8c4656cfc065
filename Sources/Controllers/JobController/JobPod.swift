import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// A pod of a job, as it is once what this process wrote itself is seen.
struct JobPod: Sendable {
    static let finalizer = "batch.kubernetes.io/job-tracking"
    static let indexKey = "batch.kubernetes.io/job-completion-index"
    static let failuresKey = "batch.kubernetes.io/job-index-failure-count"

    let object: CachedObject
    var isDeleting: Bool
    /// Whether it still holds the finalizer: it is not counted yet.
    var isTracked: Bool
    /// Its completion index; nil when it has none.
    var index: Int?
    /// How often its index had failed when it was made.
    var failuresBefore: Int
    var phase: String
    var isReady: Bool
    var restarts: Int
    /// When it ended, as far as it tells; else when it was made.
    var finished: Timestamp
    /// The containers that ended badly, and their exit codes.
    var exits: [Exit]
    var conditions: [PodView.Condition]

    /// How a container ended.
    struct Exit: Sendable, Hashable {
        var container: String
        var code: Int
    }

    var namespace: String { object.namespace }
    var name: String { object.name }
    var uid: String { object.uid }

    /// Whether it has ended.
    var isFinished: Bool { phase == "Succeeded" || phase == "Failed" }

    /// Whether it works, or will.
    var isActive: Bool { !isFinished && !isDeleting }

    /// Whether it is on its way out.
    var isTerminating: Bool { !isFinished && isDeleting }

    /// Whether a job takes it as failed.
    func isFailed(_ job: JobView) -> Bool {
        if phase == "Failed" { return true }
        return !job.replacesOnlyFailed && isDeleting && phase != "Succeeded"
    }

    /// A pod from the cache.
    /// - Parameter isReleased: whether its finalizer was taken off, though the cache shows it.
    init(_ object: CachedObject, isReleased: Bool = false) {
        let meta = object.meta
        let pod: PodView = object.view()
        let ends: PodEnds = object.view()
        self.object = object
        isDeleting = meta.isDeleting
        isTracked = !isReleased && meta.finalizers.contains(Self.finalizer)
        index = meta.annotations[Self.indexKey].flatMap { Int($0) }
        failuresBefore = meta.annotations[Self.failuresKey].flatMap { Int($0) } ?? 0
        phase = pod.phase
        isReady = pod.isReady
        restarts = ends.restarts
        conditions = pod.conditions
        exits = ends.exits
        let ready = pod.condition("Ready").flatMap { $0.status == "False" ? $0 : nil }
        let text =
            ends.finished ?? ready?.lastTransitionTime ?? meta.deletionTimestamp
            ?? meta.creationTimestamp
        finished = Timestamp(parsing: text) ?? Timestamp(microseconds: 0)
    }
}

/// How a pod's containers ended.
struct PodEnds: ObjectView {
    var exits: [JobPod.Exit] = []
    /// The last end; nil unless all that tells has ended.
    var finished: String?
    /// Restarts of all containers, those that initialise included.
    var restarts = 0

    init(_ object: JSONValue) {
        for list in ["containerStatuses", "initContainerStatuses"] {
            for status in object["status"]?[list]?.elements.map({ $0 }) ?? [] {
                restarts += status["restartCount"]?.int ?? 0
                guard let end = status["state"]?["terminated"] else { continue }
                if list == "containerStatuses", let at = end["finishedAt"]?.string {
                    finished = max(finished ?? at, at)
                }
                let code = end["exitCode"]?.int ?? 0
                if code != 0 {
                    exits.append(
                        JobPod.Exit(container: status["name"]?.string ?? "", code: code))
                }
            }
        }
    }
}
