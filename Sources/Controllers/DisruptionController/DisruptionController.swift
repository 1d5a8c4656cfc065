import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Says in each PodDisruptionBudget how many of its pods may be evicted now.
public final class DisruptionController: Controller {
    public static let name = "disruption-controller"

    private let context: ControllerContext
    private let budgets: Informer
    private let pods: Informer
    private let scales: ControllerScales
    private let queue = WorkQueue<ObjectName>()

    /// A controller of all budgets.
    public init(_ context: ControllerContext) {
        self.context = context
        budgets = context.cluster.informer(for: .podDisruptionBudgets)
        pods = context.cluster.informer(for: .pods)
        scales = ControllerScales(context.cluster)
        budgets.onChange { [queue] change in
            if let budget = change.new { queue.add(budget.objectName) }
        }
        pods.onChange { [queue, budgets] change in
            for pod in [change.old, change.new].compactMap(\.self) {
                for budget in budgets.list(namespace: pod.namespace) {
                    let view: BudgetView = budget.view()
                    if view.selector?.matches(pod.meta.labels) == true {
                        queue.add(budget.objectName)
                    }
                }
            }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 2, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [budgets, pods] + scales.informers)
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let budget = budgets.get(namespace: name.namespace, name: name.name) else {
            return nil
        }
        let view: BudgetView = budget.view()
        let selected = pods.list(namespace: name.namespace)
            .filter { view.selector?.matches($0.meta.labels) == true }
        if selected.isEmpty { tell(.normal, "NoPods", "No matching pods found", budget) }
        var scale = 0
        do throws(APIStatus) {
            scale = try await scales.sum(of: selected)
        } catch {
            try await fail(
                budget, view, "Failed to calculate the number of expected pods: \(error)")
            throw error
        }
        let now = context.now()
        let plan = BudgetPlan(view, pods: selected, scale: scale, now: now)
        for name in plan.spared {
            tell(
                .warning, "NotDeleted",
                "Pod was expected by PDB to be deleted but it wasn't: \(name)",
                budget)
        }
        let status = plan.status(view.status, generation: budget.meta.generation, now: now)
        try await write(status, view, budget)
        return plan.lookAgain
    }

    /// Nothing may be evicted while nobody knows how many pods there should be.
    private func fail(
        _ budget: CachedObject, _ view: BudgetView, _ message: String
    ) async throws(APIStatus) {
        tell(.warning, "CalculateExpectedPodCountFailed", message, budget)
        var status = view.status
        status["disruptionsAllowed"] = 0
        status["observedGeneration"] = .int(budget.meta.generation)
        status["conditions"] = .array(
            BudgetPlan.conditions(
                status["conditions"]?.array ?? [], isAllowed: false, reason: "SyncFailed",
                message: message, generation: budget.meta.generation, now: context.now()))
        for count in ["currentHealthy", "desiredHealthy", "expectedPods"] {
            status.setDefault(count, 0)
        }
        try await write(status, view, budget)
    }

    private func write(
        _ status: JSON, _ view: BudgetView, _ budget: CachedObject
    ) async throws(APIStatus) {
        if Self.isSame(status, view.status) { return }
        var new = budget.object()
        new["status"] = status
        do throws(APIStatus) {
            try await context.cluster.update(.podDisruptionBudgets, new, subresource: "status")
        } catch {
            if !error.isNotFound { throw error }
        }
    }

    /// Whether two statuses say the same, in whatever order.
    private static func isSame(_ a: JSON, _ b: JSON) -> Bool {
        let members = ["disruptedPods", "disruptionsAllowed", "currentHealthy", "desiredHealthy"]
        return (members + ["expectedPods", "conditions", "observedGeneration"]).allSatisfy {
            a[$0] == b[$0]
        }
    }

    private func tell(
        _ level: EventRecorder.Level, _ reason: String, _ message: String,
        _ budget: CachedObject
    ) {
        context.events.record(
            level, reason: reason,
            about: ObjectReference(
                apiVersion: ResourceKind.podDisruptionBudgets.apiVersion,
                kind: ResourceKind.podDisruptionBudgets.kind, namespace: budget.namespace,
                name: budget.name, uid: budget.uid),
            message)
    }
}
