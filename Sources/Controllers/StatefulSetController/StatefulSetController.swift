import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// Keeps the pods of a StatefulSet, each under its name, and replaces them in order.
public final class StatefulSetController: Controller {
    public static let name = "statefulset-controller"

    private let context: ControllerContext
    private let workers: Int
    private let sets: Informer
    private let pods: Informer
    private let claims: Informer
    private let podControl: StatefulPodControl
    private let history: ControllerHistory
    private let queue = WorkQueue<ObjectName>()

    /// The controller; informers are asked for at once.
    /// - Parameter workers: how many StatefulSets are looked at at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        self.context = context
        self.workers = workers
        sets = context.cluster.informer(for: .statefulSets)
        pods = context.cluster.informer(for: .pods)
        claims = context.cluster.informer(for: .persistentVolumeClaims)
        podControl = StatefulPodControl(context)
        history = ControllerHistory(
            context.cluster, hashLabel: "controller.kubernetes.io/hash")
        let ownership = Ownership(of: sets) { $0.view(StatefulSetView.self).selector }
        ownership.follow(pods) { [queue] in queue.add($0) }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] key throws(APIStatus) in try await reconcile(key) }
        await reconciler.run(after: [sets, pods, claims, history.informer])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let set = sets.get(namespace: name.namespace, name: name.name) else { return nil }
        let view: StatefulSetView = set.view()
        guard let selector = view.selector else { return nil }
        let outcome = try await history.update(
            set, .statefulSets, selector: selector, template: view.template,
            collisions: view.status.collisionCount ?? 0
        ) { () throws(APIStatus) in
            var status = view.status
            status.collisionCount = (status.collisionCount ?? 0) + 1
            try await write(status, to: set)
        }
        let update = outcome.current
        let current =
            outcome.revisions.first { $0.name == view.status.currentRevision } ?? update
        // A pod under another name can't be one of its own.
        let orphans = pods.orphans(in: set.namespace)
            .filter { Ordinal(of: $0.name, in: set.name) != nil }
        let owned = try await ObjectClaim(of: set, .statefulSets, selector: selector)
            .settle(pods.list(controlledBy: set.uid) + orphans, in: context.cluster)
        let plan = StatefulPlan(
            set.name, view, current: current.name, update: update.name, pods: owned,
            now: context.now())
        var failure: APIStatus?
        if !set.meta.isDeleting {
            failure = await podControl.take(plan, for: set, current: current, update: update)
        }
        let status = plan.status(generation: set.meta.generation)
        if status != view.status { try await write(status, to: set) }
        if let failure, !failure.saysNamespaceEnds { throw failure }
        try await trim(outcome, of: set, view, owned)
        return owned.timeUntilAvailable(
            minReadySeconds: view.minReadySeconds, at: context.now())
    }

    private func trim(
        _ outcome: ControllerHistory.Outcome, of set: CachedObject, _ view: StatefulSetView,
        _ pods: [CachedObject]
    ) async throws(APIStatus) {
        var live = Set(pods.compactMap { $0.meta.labels[StatefulPod.revisionLabel] })
        live.formUnion([view.status.currentRevision, outcome.current.name])
        try await history.trim(
            outcome.revisions, in: set.namespace, limit: view.revisionHistoryLimit
        ) { live.contains($0.name) }
    }

    private func write(
        _ status: StatefulSetStatus, to set: CachedObject
    ) async throws(APIStatus) {
        var object = set.object()
        object["status"] = status.json
        do throws(APIStatus) {
            try await context.cluster.update(.statefulSets, object, subresource: "status")
        } catch { if error.code != 404 { throw error } }
    }
}
