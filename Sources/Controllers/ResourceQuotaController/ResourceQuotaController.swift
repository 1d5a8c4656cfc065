import APIMachinery
import ControllerRuntime
import JSON
import QuotaModel
import Synchronization
import WatchCache

/// Says in each ResourceQuota what is used of it.
///
/// The API server counts up as objects are made; this counts anew what is there, so that what goes
/// is given back, and what was missed is made good.
public final class ResourceQuotaController: Controller {
    public static let name = "resourcequota-controller"

    private let context: ControllerContext
    private let quotas: Informer
    private let queue = WorkQueue<ObjectName>()
    private let period: Duration
    /// The caches of what quotas count, by resource.
    private let counted = Mutex<[GroupResource: Informer]>([:])

    /// A controller of all quotas.
    /// - Parameter period: how often a quota is counted when nothing is known to have changed.
    public init(_ context: ControllerContext, period: Duration = .seconds(300)) {
        self.context = context
        self.period = period
        quotas = context.cluster.informer(for: .resourceQuotas)
        quotas.onChange { [queue] change in
            if let quota = change.new { queue.add(quota.objectName) }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 5, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [quotas])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let cached = quotas.get(namespace: name.namespace, name: name.name),
            !cached.meta.isDeleting
        else { return nil }
        let object = cached.object()
        let quota = Quota(object)
        var usages: [ObjectUsage] = []
        for resource in quota.resources {
            guard let informer = try await informer(for: resource) else { continue }
            await informer.waitUntilFilled()
            usages += informer.list(namespace: name.namespace)
                .map { $0.usage(of: resource) }
        }
        let used = quota.sum(usages)
        if used == quota.used, quota.statedHard == quota.hard { return period }
        var new = object
        new["status", "hard"] = object["spec", "hard"] ?? [:]
        new["status", "used"] = used.json
        do throws(APIStatus) {
            try await context.cluster.update(.resourceQuotas, new, subresource: "status")
        } catch {
            if !error.isNotFound { throw error }
        }
        return period
    }

    /// The cache of a resource, followed from the first quota on that counts it; nil when nobody
    /// serves it.
    private func informer(for resource: GroupResource) async throws(APIStatus) -> Informer? {
        if let informer = counted.withLock({ $0[resource] }) { return informer }
        let served = try await context.cluster.servedResources()
        guard
            let found = served.first(where: {
                $0.kind.groupResource == resource && $0.kind.isNamespaced
                    && $0.supports("list", "watch")
            })
        else { return nil }
        let informer = context.cluster.informer(for: found.kind)
        let isNew = counted.withLock { $0.updateValue(informer, forKey: resource) == nil }
        if isNew { informer.onChange { [weak self] in self?.see($0, resource) } }
        return informer
    }

    private func see(_ change: ObjectChange, _ resource: GroupResource) {
        guard let object = change.object else { return }
        if let old = change.old, let new = change.new,
            old.usage(of: resource) == new.usage(of: resource)
        {
            return
        }
        for quota in quotas.list(namespace: object.namespace) { queue.add(quota.objectName) }
    }
}

extension CachedObject {
    /// What the object uses of quotas.
    fileprivate func usage(of resource: GroupResource) -> ObjectUsage {
        kept { root in ObjectUsage(APIObject(JSON(root)), of: resource) }
    }
}
