import APIMachinery
import ControllerRuntime
import JSON
import Synchronization
import WatchCache

/// Deletes objects whose owners are all gone, and carries out foreground and orphaning deletions.
public final class GarbageCollector: Controller {
    public static let name = "garbage-collector-controller"

    struct State {
        var graph = OwnershipGraph()
        /// The resources that are followed.
        var kinds: [String: ResourceKind] = [:]
        /// Owners that were looked for and were not there: `namespace/name/uid`. An id never comes
        /// back.
        var absent: Set<String> = []
    }

    let context: ControllerContext
    let state = Mutex(State())
    let queue = WorkQueue<String>()

    /// Resources whose objects come and go in numbers, and belong to nobody.
    private static let ignored: Set<GroupResource> = [
        GroupResource(resource: "events"),
        GroupResource(group: "events.k8s.io", resource: "events"),
    ]

    /// A collector of all resources that the API server serves.
    public init(_ context: ControllerContext) { self.context = context }

    public func run() async {
        let informers = await firstInformers()
        let reconciler = Reconciler(
            Self.name, workers: 16, queue: queue, logger: context.logger
        ) { uid throws(APIStatus) in
            try await self.reconcile(uid)
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await reconciler.run(after: informers) }
            group.addTask { await self.followNewResources() }
        }
    }

    /// Follows everything that is served at the start.
    private func firstInformers() async -> [Informer] {
        while !Task.isCancelled {
            do throws(APIStatus) {
                return try await followResources()
            } catch {
                context.logger.warning("\(Self.name): \(error)")
                try? await ContinuousClock().sleep(for: .seconds(1))
            }
        }
        return []
    }

    /// Follows what is served later, too.
    private func followNewResources() async {
        while !Task.isCancelled {
            try? await ContinuousClock().sleep(for: .seconds(30))
            if Task.isCancelled { return }
            do throws(APIStatus) {
                _ = try await followResources()
            } catch {
                context.logger.warning("\(Self.name): \(error)")
            }
        }
    }

    /// - Returns: the caches of the resources that were not followed yet.
    private func followResources() async throws(APIStatus) -> [Informer] {
        let served = try await context.cluster.servedResources()
        let new = state.withLock { state in
            served.filter { resource in
                resource.supports("list", "watch", "delete")
                    && !Self.ignored.contains(resource.kind.groupResource)
                    && state.kinds.updateValue(resource.kind, forKey: Self.key(resource.kind))
                        == nil
            }
        }
        return new.map { resource in
            let informer = context.cluster.informer(for: resource.kind)
            informer.onChange { self.take($0, resource.kind) }
            return informer
        }
    }

    private func take(_ change: ObjectChange, _ kind: ResourceKind) {
        let looks = state.withLock { state in
            var looks: Set<String> = []
            if let old = change.old, old.uid != change.new?.uid {
                looks.formUnion(state.graph.remove(old.uid))
            }
            if let new = change.new {
                looks.formUnion(state.graph.put(OwnershipGraph.Node(kind: kind, object: new)))
            }
            return looks
        }
        for uid in looks { queue.add(uid) }
    }

    /// How a resource is found by what an owner reference says: versions don't matter.
    static func key(_ kind: ResourceKind) -> String {
        kind.groupVersion.group + "/" + kind.kind
    }

    /// The resource that an owner reference names; nil when none is followed.
    func kind(of owner: MetadataView.Owner) -> ResourceKind? {
        let parts = owner.apiVersion.split(separator: "/")
        let group = parts.count > 1 ? parts[0] : ""
        return state.withLock { $0.kinds[group + "/" + owner.kind] }
    }
}
