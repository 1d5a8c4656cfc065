import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import Synchronization
import WatchCache

/// Runs the pods of jobs until enough of them have succeeded, or too many have failed.
///
/// Each pod holds a finalizer until the job's status has counted it, so that none is lost and none
/// is counted twice, whoever deletes it and whenever this process ends.
public final class JobController: Controller {
    public static let name = "job-controller"
    static let managedBy = "kubernetes.io/job-controller"

    let context: ControllerContext
    let jobs: Informer
    let pods: Informer
    let control: PodControl
    let queue = WorkQueue<ObjectName>()
    let expectations = Expectations()
    /// Pods whose finalizer was taken off, while the cache still shows it.
    private let released = Mutex<Set<String>>([])
    static let byJob = "job"

    /// A controller of all jobs.
    public init(_ context: ControllerContext) {
        self.context = context
        control = PodControl(context)
        jobs = context.cluster.informer(for: .jobs)
        pods = context.cluster.informer(for: .pods)
        pods.addIndex(Self.byJob) { pod in
            Self.job(of: pod).map { [$0.description] } ?? []
        }
        jobs.onChange { [queue] change in
            if let job = change.object { queue.add(job.objectName) }
        }
        pods.onChange { [weak self] change in self?.see(change) }
    }

    /// The name of the job that controls a pod.
    private static func job(of pod: CachedObject) -> ObjectName? {
        guard let owner = pod.meta.controller, owner.kind == ResourceKind.jobs.kind,
            owner.apiVersion.hasPrefix("batch/")
        else { return nil }
        return ObjectName(namespace: pod.namespace, name: owner.name)
    }

    private func see(_ change: ObjectChange) {
        guard let pod = change.object, let job = Self.job(of: pod),
            let owner = pod.meta.controller?.uid
        else { return }
        if change.old == nil { expectations.created(by: owner) }
        if change.new == nil || pod.meta.isDeleting { expectations.deleted(pod.uid, by: owner) }
        if change.new == nil || !pod.meta.finalizers.contains(JobPod.finalizer) {
            _ = released.withLock { $0.remove(pod.uid) }
        }
        queue.add(job)
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 8, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [jobs, pods])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        let found = pods.list(index: Self.byJob, name.description)
        guard let job = jobs.get(namespace: name.namespace, name: name.name) else {
            for pod in found {
                if let owner = pod.meta.controller { expectations.forget(owner.uid) }
            }
            try await release(found.map { jobPod($0) }.filter(\.isTracked))
            return nil
        }
        let strangers = found.filter { $0.meta.controller?.uid != job.uid }
        try await release(strangers.map { jobPod($0) }.filter(\.isTracked))
        let view: JobView = job.view()
        if !view.managedBy.isEmpty, view.managedBy != Self.managedBy { return nil }
        let mayAct = expectations.areMet(for: job.uid)
        let own = found.filter { $0.meta.controller?.uid == job.uid }.map { jobPod($0) }
        if view.isFinished {
            try await release(own.filter(\.isTracked))
            return nil
        }
        return try await pursue(JobLook(job: job, view: view, pods: own, mayAct: mayAct))
    }

    private func jobPod(_ object: CachedObject) -> JobPod {
        JobPod(object, isReleased: released.withLock { $0.contains(object.uid) })
    }

    // MARK: - Finalizers

    /// Takes the finalizer off pods that are counted, or that no job counts.
    func release(_ pods: [JobPod]) async throws(APIStatus) {
        if pods.isEmpty { return }
        let results = await SlowStart.atOnce(0..<pods.count) { index throws(APIStatus) in
            try await self.release(pods[index])
        }
        if let failure = results.compactMap(\.self).first { throw failure }
    }

    private func release(_ pod: JobPod) async throws(APIStatus) {
        _ = released.withLock { $0.insert(pod.uid) }
        do throws(APIStatus) {
            try await context.cluster.patch(
                .pods, namespace: pod.namespace, name: pod.name,
                [
                    "metadata": [
                        "uid": .string(pod.uid),
                        "$deleteFromPrimitiveList/finalizers": [.string(JobPod.finalizer)],
                    ]
                ], as: .strategic)
        } catch {
            // Gone, or another pod by that name.
            if error.isNotFound || error.code == 422 { return }
            _ = released.withLock { $0.remove(pod.uid) }
            throw error
        }
    }
}

/// A job and its pods, as they are when it is looked at.
struct JobLook: Sendable {
    var job: CachedObject
    var view: JobView
    var pods: [JobPod]
    /// Whether the cache shows all pods that were made and deleted so far.
    var mayAct: Bool

    var owner: ControllerReference { ControllerReference(.jobs, job) }
}
