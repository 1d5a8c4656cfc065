import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Empties namespaces that are being deleted, and lets them go then.
public final class NamespaceController: Controller {
    public static let name = "namespace-controller"
    private static let finalizer = "kubernetes"

    private let context: ControllerContext
    private let namespaces: Informer
    private let pods: Informer
    private let queue = WorkQueue<String>()
    /// How often a namespace was looked at without being empty: the pauses grow by it.
    private let looks = LookCounts()

    /// A controller of all namespaces.
    public init(_ context: ControllerContext) {
        self.context = context
        namespaces = context.cluster.informer(for: .namespaces)
        pods = context.cluster.informer(for: .pods)
        namespaces.onChange { [queue] change in
            if let namespace = change.new, namespace.meta.isDeleting { queue.add(namespace.name) }
        }
        // A namespace often waits for its pods to end.
        pods.onChange { [queue, namespaces] change in
            guard change.new == nil, let pod = change.old,
                namespaces.get(name: pod.namespace)?.meta.isDeleting == true
            else { return }
            queue.add(pod.namespace)
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 8, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [namespaces, pods])
    }

    private func reconcile(_ name: String) async throws(APIStatus) -> Duration? {
        guard let cached = namespaces.get(name: name), cached.meta.isDeleting else { return nil }
        do throws(APIStatus) {
            return try await empty(try await context.cluster.get(.namespaces, name: name))
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    private func empty(_ namespace: APIObject) async throws(APIStatus) -> Duration? {
        let finalizers = namespace["spec", "finalizers"]?.array?.compactMap(\.string) ?? []
        guard namespace.deletionTimestamp != nil, finalizers.contains(Self.finalizer) else {
            return nil
        }
        var content = NamespaceContent()
        do throws(APIStatus) {
            let sweep = NamespaceSweep(
                cluster: context.cluster, namespace: namespace.name,
                resources: try await context.cluster.servedResources())
            content = await sweep.run()
        } catch {
            content.discoveryFailure = error.message
        }
        let current = try await report(content, of: namespace)
        if !content.isEmpty { return looks.pause(namespace.name) }
        looks.forget(namespace.name)
        try await finalize(current, finalizers)
        return nil
    }

    /// Writes the conditions.
    private func report(
        _ content: NamespaceContent, of namespace: APIObject
    ) async throws(APIStatus) -> APIObject {
        var new = namespace
        new["status", "phase"] = "Terminating"
        let conditions = content.conditions(
            after: namespace["status", "conditions"]?.array ?? [], now: context.now())
        new["status", "conditions"] = .array(conditions)
        if new == namespace { return namespace }
        return try await context.cluster.update(.namespaces, new, subresource: "status")
    }

    private func finalize(
        _ namespace: APIObject, _ finalizers: [String]
    ) async throws(APIStatus) {
        var new = namespace
        new["spec", "finalizers"] = .strings(finalizers.filter { $0 != Self.finalizer })
        try await context.cluster.update(.namespaces, new, subresource: "finalize")
    }
}
