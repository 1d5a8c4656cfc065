import ControllerRuntime
import JSON

/// What the job controller reads of a job.
struct JobView: ObjectView {
    var parallelism: Int
    /// Nil for a work queue: one success is enough.
    var completions: Int?
    var isIndexed: Bool
    var backoffLimit: Int
    var backoffLimitPerIndex: Int?
    var maxFailedIndexes: Int?
    var activeDeadlineSeconds: Int?
    var ttlSecondsAfterFinished: Int?
    var isSuspended: Bool
    /// Whether containers restart in place, so that their restarts count as failures.
    var restartsInPlace: Bool
    /// Whether a pod that is being deleted is replaced only once it has ended.
    var replacesOnlyFailed: Bool
    /// Who runs it, when it says that somebody else does.
    var managedBy: String
    var failurePolicy: PodFailurePolicy?
    var successPolicy: SuccessPolicy?
    var status: JobStatus

    /// Whether it is over.
    var isFinished: Bool { status.isTrue("Complete") || status.isTrue("Failed") }

    init(_ object: JSONValue) {
        let spec = object["spec"]
        parallelism = spec?["parallelism"]?.int ?? 1
        completions = spec?["completions"]?.int
        isIndexed = spec?["completionMode"]?.string == "Indexed"
        backoffLimit = spec?["backoffLimit"]?.int ?? 6
        backoffLimitPerIndex = spec?["backoffLimitPerIndex"]?.int
        maxFailedIndexes = spec?["maxFailedIndexes"]?.int
        activeDeadlineSeconds = spec?["activeDeadlineSeconds"]?.int
        ttlSecondsAfterFinished = spec?["ttlSecondsAfterFinished"]?.int
        isSuspended = spec?["suspend"]?.bool ?? false
        restartsInPlace = spec?["template"]?["spec"]?["restartPolicy"]?.string == "OnFailure"
        replacesOnlyFailed = spec?["podReplacementPolicy"]?.string == "Failed"
        managedBy = spec?["managedBy"]?.string ?? ""
        failurePolicy = spec?["podFailurePolicy"].map(PodFailurePolicy.init)
        successPolicy = spec?["successPolicy"].map(SuccessPolicy.init)
        status = JobStatus(object["status"])
    }
}
