import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// One look at a CronJob: what became of its jobs, and the job that it begins.
struct CronRun {
    /// The annotation of a job that says for which time it was made.
    private static let timeKey = "batch.kubernetes.io/cronjob-scheduled-timestamp"

    let controller: CronJobController
    let object: CachedObject
    private(set) var view: CronJobView
    private let jobs: [CachedObject]
    private var status: JSON
    private let statusBefore: JSON
    private var active: [JSON]

    init(controller: CronJobController, object: CachedObject) {
        self.controller = controller
        self.object = object
        view = object.view()
        jobs = controller.jobs.list(index: CronJobController.byCronJob, object.uid)
            .filter { $0.namespace == object.namespace }
        status = object.object()["status"] ?? [:]
        statusBefore = status
        active = status["active"]?.array ?? []
    }

    /// Tells something about the CronJob.
    func tell(_ level: EventRecorder.Level, _ reason: String, _ message: String) {
        controller.context.events.record(
            level, reason: reason,
            about: ObjectReference(
                apiVersion: ResourceKind.cronJobs.apiVersion, kind: ResourceKind.cronJobs.kind,
                namespace: object.namespace, name: object.name, uid: object.uid),
            message)
    }

    // MARK: - Jobs that were begun

    /// Notes which jobs have ended, and deletes old ones.
    mutating func settle() async throws(APIStatus) {
        for job in jobs {
            let run: CronRunView = job.view()
            let isNoted = view.active[job.uid] != nil
            if !isNoted, !run.isFinished {
                note(job)
            } else if isNoted, run.isFinished {
                drop(job.uid)
                let end = run.isComplete ? "Complete" : "Failed"
                tell(
                    .normal, "SawCompletedJob",
                    "Saw completed job: \(job.name), condition: \(end)")
            }
            if run.isComplete, run.completionTime > status["lastSuccessfulTime"]?.string ?? "" {
                status["lastSuccessfulTime"] = .string(run.completionTime)
            }
        }
        try await noteMissing()
        try await prune(view.successfulLimit) { $0.isComplete }
        try await prune(view.failedLimit) { $0.isFailed }
    }

    /// Notes a job that runs and that the status doesn't have: this process, or one before it,
    /// made it and could not note it.
    private mutating func note(_ job: CachedObject) {
        if job.meta.isDeleting { return }
        let made = job.meta.annotations[Self.timeKey].flatMap(Timestamp.init(parsing:))
        guard let made else {
            tell(
                .warning, "UnexpectedJob",
                "Saw a job that the controller did not create or forgot: \(job.name)")
            return
        }
        add(job.name, uid: job.uid, revision: job.revision.description)
        if view.lastScheduleTime.map({ $0 < made }) ?? true {
            view.lastScheduleTime = made
            status["lastScheduleTime"] = .string(made.description)
        }
    }

    private mutating func add(_ name: String, uid: String, revision: String) {
        active.append([
            "kind": "Job", "namespace": .string(object.namespace), "name": .string(name),
            "uid": .string(uid), "apiVersion": .string(ResourceKind.jobs.apiVersion),
            "resourceVersion": .string(revision),
        ])
    }

    private mutating func drop(_ uid: String) {
        active.removeAll { $0["uid"]?.string == uid }
    }

    /// Jobs that the status has and that nobody has any more.
    private mutating func noteMissing() async throws(APIStatus) {
        let present = Set(jobs.map(\.uid))
        for (uid, name) in view.active where !present.contains(uid) {
            do throws(APIStatus) {
                let live = try await controller.context.cluster.get(
                    .jobs, namespace: object.namespace, name: name)
                if live.uid == uid { continue }
            } catch {
                if !error.isNotFound { throw error }
            }
            tell(.normal, "MissingJob", "Active job went missing: \(name)")
            drop(uid)
        }
    }

    private func prune(
        _ limit: Int?, _ isOfKind: (CronRunView) -> Bool
    ) async throws(APIStatus) {
        guard let limit else { return }
        let finished = jobs.filter { isOfKind($0.view()) && !$0.meta.isDeleting }
            .sorted {
                let (a, b): (CronRunView, CronRunView) = ($0.view(), $1.view())
                return (a.startTime, $0.name) < (b.startTime, $1.name)
            }
        for job in finished.dropLast(max(0, limit)) { try await delete(job) }
    }

    private func delete(_ job: CachedObject) async throws(APIStatus) {
        do throws(APIStatus) {
            try await controller.context.cluster.delete(
                .jobs, namespace: job.namespace, name: job.name,
                Deletion(propagation: "Background", uid: job.uid))
        } catch {
            if error.isNotFound { return }
            tell(.warning, "FailedDelete", "Deleted job: \(error.message)")
            throw error
        }
        tell(.normal, "SuccessfulDelete", "Deleted job \(job.name)")
    }

    // MARK: - The next job

    /// Begins the job of a time, as far as others that run allow.
    mutating func start(for time: Timestamp) async throws(APIStatus) {
        let name = "\(object.name)-\(time.seconds / 60)"
        if view.lastScheduleTime == time || active.contains(where: { $0["name"]?.string == name }) {
            return
        }
        if view.concurrency == .forbid, !active.isEmpty {
            tell(
                .normal, "JobAlreadyActive",
                "Not starting job because prior execution is running and concurrency policy "
                    + "is Forbid")
            return
        }
        if view.concurrency == .replace {
            for job in jobs where active.contains(where: { $0["uid"]?.string == job.uid }) {
                try await delete(job)
                drop(job.uid)
            }
        }
        guard let job = try await create(name, time) else { return }
        add(job.name, uid: job.uid, revision: job.resourceVersion)
        status["lastScheduleTime"] = .string(time.description)
    }

    private func create(
        _ name: String, _ time: Timestamp
    ) async throws(APIStatus) -> APIObject? {
        let template = object.object()["spec", "jobTemplate"] ?? [:]
        var job = APIObject(["metadata": template["metadata"] ?? [:]])
        job.name = name
        job.namespace = object.namespace
        job.annotations[Self.timeKey] = time.description
        job.ownerReferences = [
            [
                "apiVersion": .string(ResourceKind.cronJobs.apiVersion),
                "kind": .string(ResourceKind.cronJobs.kind), "name": .string(object.name),
                "uid": .string(object.uid), "controller": true, "blockOwnerDeletion": true,
            ]
        ]
        job["spec"] = template["spec"] ?? [:]
        let cluster = controller.context.cluster
        do throws(APIStatus) {
            let created = try await cluster.create(.jobs, job)
            tell(.normal, "SuccessfulCreate", "Created job \(name)")
            return created
        } catch {
            if error.isNamespaceTerminating { return nil }
            guard error.isAlreadyExists else {
                tell(.warning, "FailedCreate", "Error creating job: \(error.message)")
                throw error
            }
        }
        // An earlier look made it and could not note it.
        let found = try await cluster.get(.jobs, namespace: object.namespace, name: name)
        let isOwn = found.ownerReferences.contains { $0["uid"]?.string == object.uid }
        return isOwn && found.deletionTimestamp == nil ? found : nil
    }

    /// Writes the status, where it changed.
    mutating func write() async throws(APIStatus) {
        status["active"] = active.isEmpty ? nil : .array(active)
        if status == statusBefore { return }
        var new = object.object()
        new["status"] = status
        do throws(APIStatus) {
            try await controller.context.cluster.update(.cronJobs, new, subresource: "status")
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}
