import APIMachinery
import ControllerRuntime
import PodControl

extension JobController {
    /// What was done to a job's pods.
    struct Outcome {
        var active: Int
        var ready: Int
        var terminating: Int
        var finish: JobFinish?
        var failure: APIStatus?
        var lookAgain: Duration?
        /// Whether pods were managed: only then the suspension counts as carried out.
        var wasManaged = false

        init(_ tally: JobTally) {
            active = tally.active.count
            ready = tally.ready
            terminating = tally.terminating
        }

        /// Notes pods that were deleted.
        mutating func take(_ deleted: [JobPod]) {
            active -= deleted.count
            terminating += deleted.count
            ready -= deleted.count(where: \.isReady)
        }
    }

    /// Makes pods and takes pods away, then counts those that ended.
    func pursue(_ look: JobLook) async throws(APIStatus) -> Duration? {
        let now = context.now()
        var look = look
        let tally = JobTally(look.view, look.pods)
        if look.view.status.startTime == nil, !look.view.isSuspended {
            look.view.status.startTime = now.description
        }
        var outcome = Outcome(tally)
        outcome.finish = JobFinish(look.view, tally, look.pods, now: now)
        if outcome.finish != nil {
            await end(&look, tally, &outcome)
        } else {
            outcome.lookAgain = JobFinish.deadline(look.view, now)
            if look.mayAct, !look.job.meta.isDeleting {
                await manage(look, tally, &outcome)
            }
        }
        try await count(look, tally, outcome)
        if let failure = outcome.failure { throw failure }
        return outcome.lookAgain
    }

    /// Takes all active pods away: they are counted as the job's end says.
    private func end(_ look: inout JobLook, _ tally: JobTally, _ outcome: inout Outcome) async {
        let (deleted, failure) = await delete(tally.active, look.owner)
        outcome.take(deleted)
        outcome.failure = failure
        let uids = Set(deleted.map(\.uid))
        for index in look.pods.indices where uids.contains(look.pods[index].uid) {
            look.pods[index].isDeleting = true
        }
        // Pods that the cache doesn't show yet would be left without an end.
        if failure != nil || !look.mayAct { outcome.finish = nil }
    }

    private func manage(_ look: JobLook, _ tally: JobTally, _ outcome: inout Outcome) async {
        outcome.wasManaged = true
        let job = look.view
        switch JobPlan(job, tally, look.pods, now: context.now()) {
        case .keep: break
        case .wait(let pause):
            // Upstream tells no active pods while it waits.
            outcome.active = 0
            outcome.lookAgain = min(outcome.lookAgain ?? pause, pause)
        case .remove(let pods):
            let (removed, failure) = await remove(pods, look.owner)
            outcome.take(removed)
            outcome.failure = failure
        case .create(let new):
            let (made, failure) = await create(new, look)
            outcome.active += made
            outcome.failure = failure
        }
        guard outcome.active == 0 else { return }
        let isComplete = job.completions.map { tally.succeeded >= $0 } ?? (tally.succeeded > 0)
        if isComplete { outcome.finish = .completed }
    }

    // MARK: - Pods

    private func create(
        _ new: [JobPlan.NewPod], _ look: JobLook
    ) async -> (Int, APIStatus?) {
        let owner = look.owner
        let template = JobPodTemplate(look.job.object(), isIndexed: look.view.isIndexed)
        let countsFailures = look.view.backoffLimitPerIndex != nil
        expectations.expect(owner.uid, creations: new.count)
        let (made, failure) = await SlowStart.run(new.count) { index throws(APIStatus) in
            let pod = template.pod(new[index], for: owner, countsFailures: countsFailures)
            try await self.control.create(pod, for: owner)
        }
        if made < new.count { expectations.created(by: owner.uid, count: new.count - made) }
        return (made, failure.flatMap { $0.isNamespaceTerminating ? nil : $0 })
    }

    /// Takes pods away that are not to be counted.
    private func remove(
        _ pods: [JobPod], _ owner: ControllerReference
    ) async -> ([JobPod], APIStatus?) {
        do throws(APIStatus) {
            try await release(pods.filter(\.isTracked))
        } catch { return ([], error) }
        return await delete(pods, owner)
    }

    private func delete(
        _ pods: [JobPod], _ owner: ControllerReference
    ) async -> ([JobPod], APIStatus?) {
        if pods.isEmpty { return ([], nil) }
        expectations.expect(owner.uid, deletions: pods.map(\.uid))
        let results = await withTaskGroup(of: (Int, APIStatus?).self) { group in
            for (index, pod) in pods.enumerated() {
                group.addTask {
                    do throws(APIStatus) {
                        try await self.control.delete(pod.object, for: owner)
                        return (index, nil)
                    } catch {
                        self.expectations.deleted(pod.uid, by: owner.uid)
                        return (index, error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return (
            results.filter { $0.1 == nil }.map { pods[$0.0] }, results.compactMap(\.1).first
        )
    }
}
