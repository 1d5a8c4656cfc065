import APIMachinery
import ControllerRuntime
import WatchCache

/// Deletes finished jobs once `ttlSecondsAfterFinished` is over.
public final class TTLAfterFinishedController: Controller {
    public static let name = "ttl-after-finished-controller"

    private let context: ControllerContext
    private let jobs: Informer
    private let queue = WorkQueue<ObjectName>()

    /// A controller of all jobs.
    public init(_ context: ControllerContext) {
        self.context = context
        jobs = context.cluster.informer(for: .jobs)
        jobs.onChange { [queue] change in
            guard let job = change.new else { return }
            let view: JobView = job.view()
            if view.isFinished, view.ttlSecondsAfterFinished != nil { queue.add(job.objectName) }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 2, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [jobs])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let job = jobs.get(namespace: name.namespace, name: name.name),
            !job.meta.isDeleting
        else { return nil }
        let view: JobView = job.view()
        guard let left = Self.timeLeft(view, context.now()) else { return nil }
        // Whoever set the clock back must not have jobs deleted a day later at once.
        if left > .zero { return min(left, .seconds(600)) }
        do throws(APIStatus) {
            try await context.cluster.delete(
                .jobs, namespace: job.namespace, name: job.name,
                Deletion(
                    propagation: "Foreground", uid: job.uid,
                    resourceVersion: job.revision.description))
        } catch {
            if !error.isNotFound { throw error }
        }
        return nil
    }

    /// How long a finished job stays; nil for ever.
    static func timeLeft(_ job: JobView, _ now: Timestamp) -> Duration? {
        guard let seconds = job.ttlSecondsAfterFinished else { return nil }
        let end = job.status.conditions.first {
            ($0.type == "Complete" || $0.type == "Failed") && $0.status == "True"
        }
        guard let end = end.flatMap({ Timestamp(parsing: $0.changed) }) else { return nil }
        return .seconds(seconds) - .microseconds(now.microseconds - end.microseconds)
    }
}
