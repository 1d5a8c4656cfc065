import APIMachinery
import ControllerRuntime
import JSON
import PodControl

extension JobController {
    /// Pods whose ids a status holds at once.
    private static let mostUncounted = 500

    /// Counts pods that ended: first their ids stand in the status, then they lose the finalizer,
    /// then they are a number. Whatever happens in between, the next look goes on from there.
    func count(_ look: JobLook, _ tally: JobTally, _ outcome: Outcome) async throws(APIStatus) {
        var stored = look.job.object()
        let before = (look.job.view(JobView.self)).status
        var status = look.view.status
        status.active = outcome.active
        status.ready = outcome.ready
        status.terminating = outcome.terminating
        if outcome.wasManaged, outcome.finish == nil { noteSuspension(look, &status) }
        var tracked = Set(look.pods.filter(\.isTracked).map(\.uid))
        status.count(tracked: tracked)
        let (done, isAll) = note(look, tally, outcome.finish, &status)
        if let finish = outcome.finish {
            status.set(
                finish.target, true, reason: finish.reason, message: finish.message,
                now: context.now())
        }
        if status != before { stored = try await write(status, stored) }
        let noted = status
        try await release(done)
        tracked.subtract(done.map(\.uid))
        status.count(tracked: tracked)
        let isOver = isAll && close(&status, outcome.finish)
        if status != noted { stored = try await write(status, stored) }
        if isOver, let finish = outcome.finish { tell(finish, look, status) }
    }

    /// Notes what pods that ended did, and answers which of them may lose the finalizer.
    private func note(
        _ look: JobLook, _ tally: JobTally, _ finish: JobFinish?, _ status: inout JobStatus
    ) -> (done: [JobPod], isAll: Bool) {
        let job = look.view
        var done: [JobPod] = []
        var indexes: [Int] = []
        var isAll = true
        let unreplaced = Set(tally.unreplaced.values.map(\.uid))
        let waiting = look.pods.filter(\.isTracked)
            .sorted { ($0.index ?? -1, $0.name) < ($1.index ?? -1, $1.name) }
        for pod in waiting {
            let isFailed = pod.isFailed(job)
            let mayGo =
                look.job.meta.isDeleting || finish != nil || pod.phase == "Succeeded"
                || isFailed && !unreplaced.contains(pod.uid)
            guard mayGo else { continue }
            let count =
                indexes.count + status.uncountedSucceeded.count + status.uncountedFailed.count
            if count >= Self.mostUncounted {
                isAll = false
                break
            }
            done.append(pod)
            let isCounted = JobTally.hasPlace(pod, job)
            if pod.phase == "Succeeded", !status.uncountedFailed.contains(pod.uid) {
                if job.isIndexed {
                    if isCounted, let index = pod.index, !tally.indexesBefore.contains(index) {
                        indexes.append(index)
                    }
                } else if !status.uncountedSucceeded.contains(pod.uid) {
                    status.uncountedSucceeded.append(pod.uid)
                }
            } else if isFailed || finish?.isFailure == true, isCounted,
                !status.uncountedFailed.contains(pod.uid), JobTally.counts(pod, job)
            {
                status.uncountedFailed.append(pod.uid)
            }
        }
        if job.isIndexed {
            let all = tally.indexesBefore.union(IndexRanges(indexes))
            status.succeeded = all.count
            status.completedIndexes = all.description
            status.failedIndexes = tally.failedIndexes?.description
        }
        return (done, isAll)
    }

    private func noteSuspension(_ look: JobLook, _ status: inout JobStatus) {
        let now = context.now()
        if look.view.isSuspended {
            status.startTime = nil
            let isNew = status.set(
                "Suspended", true, reason: "JobSuspended", message: "Job suspended", now: now)
            guard isNew else { return }
            context.events.record(
                .normal, reason: "Suspended", about: look.owner.subject, "Job suspended")
        } else if status.set(
            "Suspended", false, reason: "JobResumed", message: "Job resumed", now: now)
        {
            // The deadline counts from here.
            status.startTime = now.description
            context.events.record(
                .normal, reason: "Resumed", about: look.owner.subject, "Job resumed")
        }
    }

    /// Sets the last condition once every pod is gone and counted.
    private func close(_ status: inout JobStatus, _ finish: JobFinish?) -> Bool {
        guard let finish, status.terminating ?? 0 == 0, status.uncountedSucceeded.isEmpty,
            status.uncountedFailed.isEmpty
        else { return false }
        let now = context.now()
        status.set(
            finish.final, true, reason: finish.reason, message: finish.message, now: now)
        if !finish.isFailure { status.completionTime = now.description }
        return true
    }

    private func write(
        _ status: JobStatus, _ job: APIObject
    ) async throws(APIStatus) -> APIObject {
        var new = job
        new["status"] = status.json
        do throws(APIStatus) {
            return try await context.cluster.update(.jobs, new, subresource: "status")
        } catch {
            if error.isNotFound { return job }
            throw error
        }
    }

    private func tell(_ finish: JobFinish, _ look: JobLook, _ status: JobStatus) {
        let subject = look.owner.subject
        if finish.isFailure {
            context.events.record(
                .warning, reason: finish.reason, about: subject, finish.message)
            return
        }
        if let completions = look.view.completions, status.succeeded > completions {
            context.events.record(
                .warning, reason: "TooManySucceededPods", about: subject,
                "Too many succeeded pods running after completion count reached")
        }
        context.events.record(.normal, reason: "Completed", about: subject, "Job completed")
    }
}
