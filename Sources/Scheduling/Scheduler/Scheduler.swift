import ControllerRuntime
import SchedulingModel

/// Gives each pod a node: the pods that name it as their scheduler, one after another.
///
/// It decides from caches, and at once counts what it decided (the pod is assumed to be there);
/// writing the binding goes on beside it. The API server refuses a second binding, so two
/// schedulers can do no harm.
public final class Scheduler: Controller {
    public static let name = "default-scheduler"

    private let context: ControllerContext
    private let options: SchedulerOptions
    private let pods: Informer
    private let nodes: Informer
    private let caches: ClusterCaches
    private let inbox = Inbox()

    /// A scheduler; it reads caches from now on.
    public init(_ context: ControllerContext, _ options: SchedulerOptions = SchedulerOptions()) {
        self.context = context
        self.options = options
        pods = context.cluster.informer(for: .pods)
        nodes = context.cluster.informer(for: .nodes)
        caches = ClusterCaches(context.cluster)
    }

    /// Works until its task is cancelled.
    public func run() async {
        follow()
        for informer in [nodes, pods] + caches.all { await informer.waitUntilFilled() }
        await withDiscardingTaskGroup { group in
            let writer = ClusterWriter(context: context, inbox: inbox)
            var loop = SchedulingLoop(
                options: options, caches: caches, pods: pods, writer: writer,
                scoreLog: ScoreLog(options.scoreLog, context.logger))
            while !Task.isCancelled {
                let now = ContinuousClock.now
                loop.take(inbox.take(), now: now)
                if let writes = loop.scheduleOne(now: now) {
                    for write in writes { group.addTask { await write.perform(writer) } }
                } else {
                    await inbox.wait(until: loop.nextDue(now: now))
                }
            }
        }
    }

    private func follow() {
        let inbox = inbox
        nodes.onChange { inbox.add(.node($0)) }
        pods.onChange { inbox.add(.pod($0)) }
        caches.namespaces.onChange { change in
            if change.old?.labels != change.new?.labels { inbox.add(.namespacesChanged) }
        }
        for informer in [caches.claims, caches.volumes, caches.storageClasses] {
            informer.onChange { _ in inbox.add(.volumesChanged) }
        }
    }
}
