import APIMachinery

/// A job's pods, counted.
struct JobTally: Sendable {
    var active: [JobPod]
    var ready: Int
    var terminating: Int
    /// All that succeeded and failed so far, those that no counter has yet included.
    var succeeded: Int
    var failed: Int
    /// Of an indexed job: the indexes that the status has as complete, and those that are.
    var indexesBefore = IndexRanges()
    var indexes = IndexRanges()
    /// Of a job that counts failures by index: the indexes that won't be tried again.
    var failedIndexes: IndexRanges?
    /// The failed pod of each index that waits for its replacement, to hand its count on.
    var unreplaced: [Int: JobPod] = [:]

    init(_ job: JobView, _ pods: [JobPod]) {
        let status = job.status
        let valid = pods.filter { $0.isTracked && Self.hasPlace($0, job) }
        active = pods.filter(\.isActive)
        ready = active.count(where: \.isReady)
        terminating = pods.count(where: \.isTerminating)
        let uncounted = (Set(status.uncountedSucceeded), Set(status.uncountedFailed))
        let isNew = { (pod: JobPod, known: Set<String>) in !known.contains(pod.uid) }
        let succeededNow = valid.filter {
            $0.phase == "Succeeded" && isNew($0, uncounted.0)
        }
        let failedNow = valid.filter {
            $0.isFailed(job) && isNew($0, uncounted.1) && Self.counts($0, job)
        }
        succeeded = status.succeeded + succeededNow.count + uncounted.0.count
        failed = status.failed + failedNow.count + uncounted.1.count
        guard job.isIndexed else { return }
        indexesBefore = IndexRanges(
            parsing: status.completedIndexes, below: job.completions ?? .max)
        indexes = indexesBefore.union(
            IndexRanges(valid.filter { $0.phase == "Succeeded" }.compactMap(\.index)))
        succeeded = indexes.count
        if job.backoffLimitPerIndex != nil { countByIndex(job, valid, pods) }
    }

    /// Whether a failed pod counts against the job's limit.
    static func counts(_ pod: JobPod, _ job: JobView) -> Bool {
        let failsIndexes = job.backoffLimitPerIndex != nil
        let verdict = job.failurePolicy?.verdict(on: pod, failsIndexes: failsIndexes)
        return verdict?.action != .ignore
    }

    /// Whether a pod has an index that the job still has, or the job has none.
    static func hasPlace(_ pod: JobPod, _ job: JobView) -> Bool {
        !job.isIndexed || pod.index.map { $0 >= 0 && $0 < job.completions ?? .max } ?? false
    }

    private mutating func countByIndex(_ job: JobView, _ valid: [JobPod], _ pods: [JobPod]) {
        let limit = job.backoffLimitPerIndex ?? .max
        let failures = valid.filter { $0.isFailed(job) }
        let final = failures.filter { pod in
            pod.failuresBefore >= limit && Self.counts(pod, job)
                || job.failurePolicy?.verdict(on: pod, failsIndexes: true).action == .failIndex
        }
        let failed = IndexRanges(parsing: job.status.failedIndexes ?? "")
            .union(IndexRanges(final.compactMap(\.index)))
        failedIndexes = failed
        let replaced = Set(pods.filter { !$0.isFailed(job) }.compactMap(\.index))
        for pod in failures {
            guard let index = pod.index, !replaced.contains(index), !failed.contains(index),
                !indexes.contains(index)
            else { continue }
            let other = unreplaced[index]
            if other.map({ $0.failuresBefore <= pod.failuresBefore }) ?? true {
                unreplaced[index] = pod
            }
        }
    }
}
