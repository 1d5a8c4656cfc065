import APIMachinery

/// How a job ends, before its last pods are counted.
struct JobFinish: Sendable, Hashable {
    var isFailure: Bool
    var reason: String
    var message: String

    /// The condition that is set at once, and the one that is set when no pod is left.
    var target: String { isFailure ? "FailureTarget" : "SuccessCriteriaMet" }
    var final: String { isFailure ? "Failed" : "Complete" }

    /// All that was asked for is done.
    static let completed = JobFinish(
        isFailure: false, reason: "CompletionsReached",
        message: "Reached expected number of succeeded pods")

    private init(isFailure: Bool, reason: String, message: String) {
        self.isFailure = isFailure
        self.reason = reason
        self.message = message
    }

    private static func failure(_ reason: String, _ message: String) -> JobFinish {
        JobFinish(isFailure: true, reason: reason, message: message)
    }

    /// How a job ends whatever its pods still do; nil while it goes on.
    init?(_ job: JobView, _ tally: JobTally, _ pods: [JobPod], now: Timestamp) {
        guard
            let found = Self.decided(job.status) ?? Self.byPolicy(job, pods)
                ?? Self.byLimit(job, tally, pods, now) ?? Self.byIndexes(job, tally)
        else { return nil }
        self = found
    }

    /// What an earlier look has decided.
    private static func decided(_ status: JobStatus) -> JobFinish? {
        for type in ["SuccessCriteriaMet", "FailureTarget"] where status.isTrue(type) {
            guard let condition = status.condition(type) else { continue }
            return JobFinish(
                isFailure: type == "FailureTarget", reason: condition.reason,
                message: condition.message)
        }
        return nil
    }

    private static func byPolicy(_ job: JobView, _ pods: [JobPod]) -> JobFinish? {
        guard let policy = job.failurePolicy else { return nil }
        let failsIndexes = job.backoffLimitPerIndex != nil
        for pod in pods where pod.isFailed(job) {
            let verdict = policy.verdict(on: pod, failsIndexes: failsIndexes)
            if verdict.action == .failJob {
                return failure("PodFailurePolicy", verdict.message)
            }
        }
        return nil
    }

    private static func byLimit(
        _ job: JobView, _ tally: JobTally, _ pods: [JobPod], _ now: Timestamp
    ) -> JobFinish? {
        if tally.failed > job.backoffLimit || restartsTooOften(job, pods) {
            return failure(
                "BackoffLimitExceeded", "Job has reached the specified backoff limit")
        }
        if let left = deadline(job, now), left <= .zero {
            return failure(
                "DeadlineExceeded", "Job was active longer than specified deadline")
        }
        return nil
    }

    /// Containers that restart in place fail without their pod failing.
    private static func restartsTooOften(_ job: JobView, _ pods: [JobPod]) -> Bool {
        guard job.restartsInPlace else { return false }
        let restarts = pods.filter { $0.phase == "Running" || $0.phase == "Pending" }
            .reduce(0) { $0 + $1.restarts }
        return restarts > 0 && restarts >= job.backoffLimit
    }

    private static func byIndexes(_ job: JobView, _ tally: JobTally) -> JobFinish? {
        guard job.isIndexed, let completions = job.completions else { return nil }
        if let failed = tally.failedIndexes, !failed.isEmpty {
            if let limit = job.maxFailedIndexes, failed.count > limit {
                return failure(
                    "MaxFailedIndexesExceeded",
                    "Job has exceeded the specified maximal number of failed indexes")
            }
            if failed.count + tally.indexes.count >= completions {
                return failure("FailedIndexes", "Job has failed indexes")
            }
        }
        guard let rule = job.successPolicy?.met(by: tally.indexes, completions: completions)
        else { return nil }
        return JobFinish(
            isFailure: false, reason: "SuccessPolicy", message: "Matched rules at index \(rule)")
    }

    /// How long a job may still be active; nil when nothing limits that.
    static func deadline(_ job: JobView, _ now: Timestamp) -> Duration? {
        guard let seconds = job.activeDeadlineSeconds, !job.isSuspended,
            let start = job.status.startTime.flatMap(Timestamp.init(parsing:))
        else { return nil }
        return .seconds(seconds) - .microseconds(now.microseconds - start.microseconds)
    }
}
