import APIMachinery
import PodControl

/// What becomes of a job's pods while the job goes on.
enum JobPlan: Sendable {
    /// They are as they should be.
    case keep
    /// Pods to make: an index, and how often that had failed.
    case create([NewPod])
    /// Pods to take away without counting them as failed.
    case remove([JobPod])
    /// Pods are missing, and made only after a while, since others failed.
    case wait(Duration)

    /// A pod to make.
    struct NewPod: Sendable, Hashable {
        var index: Int?
        var failures = 0
    }

    /// Pods made or taken away in one go.
    static let most = 500

    /// What a job's pods need.
    init(_ job: JobView, _ tally: JobTally, _ pods: [JobPod], now: Timestamp) {
        if job.isSuspended {
            self = tally.active.isEmpty ? .keep : .remove(tally.active)
            return
        }
        let wanted = Self.wanted(job, tally)
        let surplus = Self.surplus(job, tally, wanted, now)
        if !surplus.isEmpty {
            self = .remove(Array(surplus.prefix(Self.most)))
            return
        }
        let leaving = job.replacesOnlyFailed ? tally.terminating : 0
        let missing = min(Self.most, wanted - leaving - tally.active.count)
        guard missing > 0 else {
            self = .keep
            return
        }
        if job.backoffLimitPerIndex != nil {
            self = Self.byIndex(job, tally, missing, now)
            return
        }
        let pause = Self.pause(job, pods, now)
        if pause > .zero {
            self = .wait(pause)
        } else if job.isIndexed {
            let open = Self.openIndexes(job, tally).prefix(missing)
            self = .create(open.map { NewPod(index: $0) })
        } else {
            self = .create(Array(repeating: NewPod(), count: missing))
        }
    }

    /// How many pods should be active.
    private static func wanted(_ job: JobView, _ tally: JobTally) -> Int {
        guard let completions = job.completions else {
            // Once one has succeeded the others end by themselves.
            return tally.succeeded > 0 ? tally.active.count : job.parallelism
        }
        return max(0, min(job.parallelism, completions - tally.succeeded))
    }

    /// Pods too many: of an index that another has, then those that have done least.
    private static func surplus(
        _ job: JobView, _ tally: JobTally, _ wanted: Int, _ now: Timestamp
    ) -> [JobPod] {
        let inOrder = tally.active
            .map { ($0, PodRank($0.object, companions: 1, now: now)) }
            .sorted { $0.1 < $1.1 }.map(\.0)
        var surplus: [JobPod] = []
        var rest = inOrder
        if job.isIndexed {
            var taken: Set<Int> = []
            rest = []
            for pod in inOrder.reversed() {
                let isNeeded =
                    JobTally.hasPlace(pod, job)
                    && pod.index.map { taken.insert($0).inserted } ?? false
                if isNeeded { rest.insert(pod, at: 0) } else { surplus.append(pod) }
            }
        }
        let more = tally.active.count - wanted - surplus.count
        return surplus + rest.prefix(max(0, more))
    }

    /// Indexes that are neither done nor given up nor under way.
    private static func openIndexes(
        _ job: JobView, _ tally: JobTally
    ) -> some Sequence<Int> {
        let busy = Set(tally.active.compactMap(\.index))
        return (0..<max(0, job.completions ?? 0)).lazy.filter { index in
            !busy.contains(index) && !tally.indexes.contains(index)
                && tally.failedIndexes?.contains(index) != true
        }
    }

    /// Each index waits for itself.
    private static func byIndex(
        _ job: JobView, _ tally: JobTally, _ missing: Int, _ now: Timestamp
    ) -> JobPlan {
        var new: [NewPod] = []
        var shortest: Duration?
        for index in openIndexes(job, tally).prefix(missing) {
            guard let last = tally.unreplaced[index] else {
                new.append(NewPod(index: index))
                continue
            }
            let left = pause(failures: last.failuresBefore + 1, since: last.finished, now)
            if left > .zero {
                shortest = min(shortest ?? left, left)
            } else {
                let counted = JobTally.counts(last, job) ? 1 : 0
                new.append(NewPod(index: index, failures: last.failuresBefore + counted))
            }
        }
        if !new.isEmpty { return .create(new) }
        return shortest.map { .wait($0) } ?? .keep
    }

    /// How long the next pod waits after those that failed since the last success.
    private static func pause(_ job: JobView, _ pods: [JobPod], _ now: Timestamp) -> Duration {
        let success = pods.filter { $0.phase == "Succeeded" }.map(\.finished).max()
        let failures = pods.filter { pod in
            pod.isFailed(job) && success.map { pod.finished > $0 } ?? true
        }
        guard let last = failures.map(\.finished).max() else { return .zero }
        return pause(failures: failures.count, since: last, now)
    }

    /// Ten seconds, doubled with each failure, ten minutes at most.
    private static func pause(
        failures: Int, since: Timestamp, _ now: Timestamp
    ) -> Duration {
        let whole = min(.seconds(600), .seconds(10) * (1 << min(max(0, failures - 1), 10)))
        return whole - .microseconds(now.microseconds - since.microseconds)
    }
}
