import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// Keeps a pod of a DaemonSet on each node that its template fits.
public final class DaemonSetController: Controller {
    public static let name = "daemonset-controller"

    /// How many pods one look creates or deletes at most.
    private static let burst = 250

    private let context: ControllerContext
    private let workers: Int
    private let sets: Informer
    private let pods: Informer
    private let nodes: Informer
    private let podControl: PodControl
    private let history: ControllerHistory
    private let expectations = Expectations()
    private let backoff = FailureBackoff()
    private let queue = WorkQueue<ObjectName>()

    /// The controller; informers are asked for at once.
    /// - Parameter workers: how many DaemonSets are looked at at once.
    public init(_ context: ControllerContext, workers: Int = 2) {
        self.context = context
        self.workers = workers
        sets = context.cluster.informer(for: .daemonSets)
        pods = context.cluster.informer(for: .pods)
        nodes = context.cluster.informer(for: .nodes)
        podControl = PodControl(context)
        history = ControllerHistory(context.cluster, hashLabel: DaemonPod.hashLabel)
        let ownership = Ownership(of: sets) { $0.view(DaemonSetView.self).selector }
        ownership.follow(pods, expectations: expectations) { [queue] in queue.add($0) }
        nodes.onChange { [queue, sets] change in
            let old = change.old.map { $0.view(DaemonNode.self) }
            let new = change.new.map { $0.view(DaemonNode.self) }
            // Heartbeats change nothing here.
            guard old != new else { return }
            for set in sets.list() {
                let demand = set.view(DaemonSetView.self).demand
                guard old.map(demand.verdict) != new.map(demand.verdict) else { continue }
                queue.add(ObjectName(namespace: set.namespace, name: set.name))
            }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] key throws(APIStatus) in try await reconcile(key) }
        await reconciler.run(after: [sets, pods, nodes, history.informer])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let set = sets.get(namespace: name.namespace, name: name.name) else { return nil }
        let view: DaemonSetView = set.view()
        guard !set.meta.isDeleting, let selector = view.selector else { return nil }
        let owner = ControllerReference(.daemonSets, set)
        if selector.isEmpty {
            context.events.record(
                .warning, reason: "SelectingAll", about: owner.subject,
                "This daemon set is selecting all pods. A non-empty selector is required.")
            return nil
        }
        let outcome = try await history.update(
            set, .daemonSets, selector: selector, template: view.template.json,
            collisions: view.status.collisionCount ?? 0
        ) { () throws(APIStatus) in
            var status = view.status
            status.collisionCount = (status.collisionCount ?? 0) + 1
            try await write(status, to: set)
        }
        let mayAct = expectations.areMet(for: set.uid)
        let candidates = pods.list(controlledBy: set.uid) + pods.orphans(in: set.namespace)
        let owned = try await ObjectClaim(of: set, .daemonSets, selector: selector)
            .settle(candidates, in: context.cluster)
        let plan = DaemonPlan(
            view, hash: outcome.current.hash, nodes: nodes.list().map { $0.view() },
            pods: owned, now: context.now())
        var again = owned.timeUntilAvailable(minReadySeconds: view.minReadySeconds, at: plan.now)
        var failure: APIStatus?
        if mayAct { failure = await act(plan, for: owner, again: &again) }
        try await trim(outcome, of: set, view, owned)
        let status = plan.status(generation: set.meta.generation)
        if status != view.status { try await write(status, to: set) }
        if let failure { throw failure }
        return again
    }

    // MARK: - Pods

    /// - Parameter again: becomes when to look again, for pods that fail.
    private func act(
        _ plan: DaemonPlan, for owner: ControllerReference, again: inout Duration?
    ) async -> APIStatus? {
        var pauses: [Duration] = []
        var steps = plan.manage { pod in
            guard pod.view(PodView.self).phase == "Failed" else {
                tell(pod, of: owner, reason: "SucceededDaemonPod", "succeeded", "delete")
                return true
            }
            let node = pod.view(DaemonPodTarget.self).node
            if let pause = backoff.ask("\(owner.uid)/\(plan.hash)/\(node)") {
                pauses.append(pause)
                return false
            }
            tell(pod, of: owner, reason: "FailedDaemonPod", "failed", "kill")
            return true
        }
        if steps.isEmpty, !plan.set.isUpdatedOnDelete { steps = plan.update() }
        again = (pauses + (again.map { [$0] } ?? [])).min()
        return await take(steps, plan, for: owner)
    }

    private func tell(
        _ pod: CachedObject, of owner: ControllerReference, reason: String, _ found: String,
        _ intent: String
    ) {
        let name = "\(pod.namespace)/\(pod.name)"
        let node = pod.view(DaemonPodTarget.self).node
        context.events.record(
            reason == "FailedDaemonPod" ? .warning : .normal, reason: reason,
            about: owner.subject,
            "Found \(found) daemon pod \(name) on node \(node), will try to \(intent) it")
    }

    private func take(
        _ steps: DaemonPlan.Steps, _ plan: DaemonPlan, for owner: ControllerReference
    ) async -> APIStatus? {
        let create = Array(steps.create.prefix(Self.burst))
        let delete = Array(steps.delete.prefix(Self.burst))
        guard !create.isEmpty || !delete.isEmpty else { return nil }
        expectations.expect(owner.uid, creations: create.count, deletions: delete.map(\.uid))
        let pod = DaemonPod.pod(of: plan.set, owner: owner, hash: plan.hash)
        let (successes, failure) = await SlowStart.run(create.count) {
            [podControl] index throws(APIStatus) in
            try await podControl.create(DaemonPod.pin(pod, to: create[index]), for: owner)
        }
        expectations.created(by: owner.uid, count: create.count - successes)
        let results = await SlowStart.atOnce(delete.indices) {
            [podControl, expectations] index throws(APIStatus) in
            do throws(APIStatus) {
                try await podControl.delete(delete[index], for: owner)
            } catch {
                expectations.deleted(delete[index].uid, by: owner.uid)
                throw error
            }
        }
        return failure ?? results.compactMap(\.self).first
    }

    // MARK: - History and status

    private func trim(
        _ outcome: ControllerHistory.Outcome, of set: CachedObject, _ view: DaemonSetView,
        _ pods: [CachedObject]
    ) async throws(APIStatus) {
        let live = Set(pods.map { $0.meta.labels[DaemonPod.hashLabel] ?? "" })
        try await history.trim(
            outcome.revisions, in: set.namespace, limit: view.revisionHistoryLimit
        ) { $0.name == outcome.current.name || live.contains($0.hash) }
    }

    private func write(_ status: DaemonSetStatus, to set: CachedObject) async throws(APIStatus) {
        var object = set.object()
        object["status"] = status.json
        do throws(APIStatus) {
            try await context.cluster.update(.daemonSets, object, subresource: "status")
        } catch { if error.code != 404 { throw error } }
    }
}
