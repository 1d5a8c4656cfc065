import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// What ReplicaSets and ReplicationControllers have in common: so many pods of one template.
final class Replicas: Sendable {
    /// How many pods one look creates or deletes at most.
    static let burst = 500

    private let context: ControllerContext
    private let kind: ResourceKind
    private let name: String
    private let workers: Int
    private let owners: Informer
    private let pods: Informer
    private let podControl: PodControl
    private let expectations = Expectations()
    private let queue = WorkQueue<ObjectName>()

    init(_ context: ControllerContext, of kind: ResourceKind, name: String, workers: Int) {
        self.context = context
        self.kind = kind
        self.name = name
        self.workers = workers
        owners = context.cluster.informer(for: kind)
        pods = context.cluster.informer(for: .pods)
        podControl = PodControl(context)
        owners.indexControllers()
        let ownership = Ownership(of: owners) { $0.view(ReplicaSetView.self).selector }
        ownership.follow(pods, expectations: expectations) { [queue] in queue.add($0) }
    }

    func run() async {
        let reconciler = Reconciler(
            name, workers: workers, queue: queue, logger: context.logger
        ) { [self] key throws(APIStatus) in try await reconcile(key) }
        await reconciler.run(after: [owners, pods])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let set = owners.get(namespace: name.namespace, name: name.name) else { return nil }
        let view: ReplicaSetView = set.view()
        guard let selector = view.selector else { return nil }
        // Asked before the cache is read: what is met by now, the cache shows.
        let mayAct = expectations.areMet(for: set.uid)
        let owned = pods.list(controlledBy: set.uid)
        let candidates = owned + pods.orphans(in: set.namespace)
        let active = try await ObjectClaim(of: set, kind, selector: selector)
            .settle(candidates.filter(\.isActivePod), in: context.cluster)
        var failure: APIStatus?
        if mayAct, !set.meta.isDeleting { failure = await scale(set, view, active) }
        let terminating = owned.filter { $0.isTerminatingPod && selector.matches($0.meta.labels) }
        let status = ReplicaSetStatus(
            of: view, generation: set.meta.generation, active: active,
            terminating: kind == .replicaSets ? terminating.count : nil, failure: failure,
            at: context.now())
        try await write(status, to: set, view)
        if let failure, !failure.saysNamespaceEnds { throw failure }
        return active.timeUntilAvailable(
            minReadySeconds: view.minReadySeconds, at: context.now())
    }

    /// Creates pods that are missing, or deletes those that are too many.
    private func scale(
        _ set: CachedObject, _ view: ReplicaSetView, _ active: [CachedObject]
    ) async -> APIStatus? {
        let missing = view.replicas - active.count
        if missing > 0 { return await create(min(missing, Self.burst), for: set, view) }
        if missing < 0 {
            let ranks = ranks(of: active, in: set)
            let surplus = zip(active, ranks).sorted { $0.1 < $1.1 }
                .prefix(min(-missing, Self.burst)).map(\.0)
            return await delete(surplus, of: set)
        }
        return nil
    }

    private func create(
        _ count: Int, for set: CachedObject, _ view: ReplicaSetView
    ) async -> APIStatus? {
        let owner = ControllerReference(kind, set)
        let pod = view.template.pod(for: owner)
        expectations.expect(set.uid, creations: count)
        let (successes, failure) = await SlowStart.run(count) {
            [podControl] _ throws(APIStatus) in
            try await podControl.create(pod, for: owner)
        }
        expectations.created(by: set.uid, count: count - successes)
        return failure
    }

    private func delete(_ surplus: [CachedObject], of set: CachedObject) async -> APIStatus? {
        let owner = ControllerReference(kind, set)
        expectations.expect(set.uid, deletions: surplus.map(\.uid))
        let results = await SlowStart.atOnce(surplus.indices) {
            [podControl, expectations] index throws(APIStatus) in
            do throws(APIStatus) {
                try await podControl.delete(surplus[index], for: owner)
            } catch {
                expectations.deleted(surplus[index].uid, by: owner.uid)
                throw error
            }
        }
        return results.compactMap(\.self).first
    }

    /// The places of pods in the order of deletion. Pods of sets with the same owner count as
    /// companions: a rollout's old and new pods on one node.
    private func ranks(of active: [CachedObject], in set: CachedObject) -> [PodRank] {
        let related =
            set.meta.controller.map { owners.list(controlledBy: $0.uid) } ?? [set]
        var perNode: [String: Int] = [:]
        for sibling in related {
            for pod in pods.list(controlledBy: sibling.uid) where pod.isActivePod {
                perNode[pod.view(PodView.self).nodeName, default: 0] += 1
            }
        }
        let now = context.now()
        return active.map { pod in
            let node = pod.view(PodView.self).nodeName
            return PodRank(pod, companions: node.isEmpty ? 0 : perNode[node] ?? 0, now: now)
        }
    }

    private func write(
        _ status: ReplicaSetStatus, to set: CachedObject, _ view: ReplicaSetView
    ) async throws(APIStatus) {
        guard status != view.status else { return }
        var object = set.object()
        object["status"] = status.json
        do throws(APIStatus) {
            try await context.cluster.update(kind, object, subresource: "status")
        } catch { if error.code != 404 { throw error } }
    }
}
