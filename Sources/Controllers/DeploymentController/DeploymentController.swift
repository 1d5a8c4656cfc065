import APIMachinery
import ControllerRuntime
import PodControl
import WatchCache

/// Replaces a Deployment's pods as its template changes: a ReplicaSet a template, one growing while
/// the others shrink.
public final class DeploymentController: Controller {
    public static let name = "deployment-controller"

    private let context: ControllerContext
    private let workers: Int
    private let deployments: Informer
    private let sets: Informer
    private let pods: Informer
    private let queue = WorkQueue<ObjectName>()

    /// The controller; informers are asked for at once.
    /// - Parameter workers: how many Deployments are looked at at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        self.context = context
        self.workers = workers
        deployments = context.cluster.informer(for: .deployments)
        sets = context.cluster.informer(for: .replicaSets)
        pods = context.cluster.informer(for: .pods)
        pods.indexControllers()
        let ownership = Ownership(of: deployments) { $0.view(DeploymentView.self).selector }
        ownership.follow(sets) { [queue] in queue.add($0) }
        // Recreate waits for the last old pod: ReplicaSets do not count those that terminate.
        pods.onChange { [queue, sets, deployments] change in
            guard change.new == nil, let pod = change.old,
                let owner = pod.meta.controller, owner.kind == ResourceKind.replicaSets.kind,
                let set = sets.get(namespace: pod.namespace, name: owner.name),
                let deployment = set.meta.controller.flatMap({
                    deployments.get(namespace: pod.namespace, name: $0.name)
                }), deployment.view(DeploymentView.self).isRecreating
            else { return }
            queue.add(ObjectName(namespace: pod.namespace, name: deployment.name))
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] key throws(APIStatus) in try await reconcile(key) }
        await reconciler.run(after: [deployments, sets, pods])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let object = deployments.get(namespace: name.namespace, name: name.name) else {
            return nil
        }
        let view: DeploymentView = object.view()
        guard let selector = view.selector else { return nil }
        if selector.isEmpty { return try await refuse(object) }
        let candidates = sets.list(controlledBy: object.uid) + sets.orphans(in: object.namespace)
        let owned = try await ObjectClaim(
            of: object, .deployments, selector: selector, on: .replicaSets
        )
        .settle(candidates, in: context.cluster)
        var work = RolloutWork(
            context, object, Rollout(view, owned.map { RevisedSet($0) }))
        if object.meta.isDeleting { return try await work.observe() }
        work.notePause()
        if view.isPaused { return try await work.scale() }
        if work.rollout.isScaledMeanwhile { return try await work.scale() }
        if view.isRecreating {
            return try await work.recreate { [pods] set in
                pods.list(controlledBy: set.uid).contains { !$0.view(PodView.self).isFinished }
            }
        }
        return try await work.roll()
    }

    /// A selector of everything would take all ReplicaSets of the namespace.
    private func refuse(_ object: CachedObject) async throws(APIStatus) -> Duration? {
        context.events.record(
            .warning, reason: "SelectingAll",
            about: ControllerReference(.deployments, object).subject,
            "This deployment is selecting all pods. A non-empty selector is required.")
        var work = RolloutWork(
            context, object, Rollout(object.view(DeploymentView.self), []))
        try await work.noteGeneration()
        return nil
    }
}
