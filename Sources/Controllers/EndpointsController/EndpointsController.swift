import APIMachinery
import ControllerRuntime
import JSON
import KubernetesAPI
import WatchCache

/// Keeps the Endpoints of each Service with a selector as its pods are: for those who do not read
/// EndpointSlices yet.
public final class EndpointsController: Controller {
    public static let name = "endpoints-controller"
    public static let eventSource = "endpoint-controller"

    private let context: ControllerContext
    private let selection: ServiceSelection
    private let endpoints: Informer
    private let tracker: WriteTracker
    private let triggerTimes = TriggerTimes()
    private let queue = WorkQueue<ObjectName>()
    private let workers: Int

    /// The controller of a cluster.
    /// - Parameter workers: how many Services are worked on at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        self.context = context
        self.workers = workers
        selection = ServiceSelection(context.cluster)
        endpoints = context.cluster.informer(for: .endpoints)
        tracker = WriteTracker(endpoints)
        let (queue, selection) = (queue, selection)
        selection.services.onChange { change in
            if let service = change.object { queue.add(service.objectName) }
        }
        selection.pods.onChange { change in
            for service in selection.services(concernedBy: change) { queue.add(service) }
        }
        endpoints.onChange { change in
            if let endpoints = change.object { queue.add(endpoints.objectName) }
        }
    }

    /// Works until cancelled.
    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] service async throws(APIStatus) in try await reconcile(service) }
        await reconciler.run(after: [selection.services, selection.pods, endpoints])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        let current = endpoints.get(namespace: name.namespace, name: name.name)
        guard
            let object = selection.services.get(namespace: name.namespace, name: name.name),
            let service = object.view(DecodedService.self).service
        else {
            triggerTimes.forget(name)
            tracker.forget(name)
            try await remove(current)
            return nil
        }
        guard !service.spec.selector.isEmpty, service.spec.type != .externalName else {
            return nil
        }
        if tracker.view(of: name) == .behind { return .seconds(2) }
        let pods = selection.pods(
            selectedBy: service.spec.selector, in: service.metadata.namespace)
        let triggered = triggerTimes.next(for: service, pods: pods)
        let subsets = EndpointSubsets.of(pods.map(EndpointPod.init), for: service)
        let plan = EndpointsPlan(service: service, subsets: subsets)
        let before = current?.object()
        guard let wanted = plan.object(over: before, triggered: triggered) else { return nil }
        do throws(APIStatus) {
            let stored =
                before == nil
                ? try await context.cluster.create(.endpoints, wanted)
                : try await context.cluster.update(.endpoints, wanted)
            tracker.stored(stored, for: name)
        } catch {
            guard error.isOfEndingNamespace else { throw error }
        }
        return nil
    }

    /// Endpoints go with their Service, if it was one with a selector or not: they have no owner
    /// that the garbage collector could see.
    private func remove(_ endpoints: CachedObject?) async throws(APIStatus) {
        guard let endpoints, !endpoints.meta.isDeleting,
            endpoints.meta.labels[EndpointsPlan.managedByLabel] != nil
        else { return }
        do throws(APIStatus) {
            try await context.cluster.delete(
                .endpoints, namespace: endpoints.namespace, name: endpoints.name,
                Deletion(uid: endpoints.uid))
        } catch {
            guard error.code == 404 else { throw error }
        }
    }
}
