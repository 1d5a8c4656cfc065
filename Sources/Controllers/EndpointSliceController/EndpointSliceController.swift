import APIMachinery
import ControllerRuntime
import JSON
import KubernetesAPI
import WatchCache

/// Keeps the EndpointSlices of each Service with a selector as its pods are.
public final class EndpointSliceController: Controller {
    public static let name = "endpointslice-controller"
    public static let eventSource = "endpoint-slice-controller"

    private let context: ControllerContext
    private let selection: ServiceSelection
    private let nodes: Informer
    private let slices: Informer
    private let tracker: WriteTracker
    private let triggerTimes = TriggerTimes()
    private let queue = WorkQueue<ObjectName>()
    private let workers: Int

    private static let byService = "service"

    /// The controller of a cluster.
    /// - Parameter workers: how many Services are worked on at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        self.context = context
        self.workers = workers
        selection = ServiceSelection(context.cluster)
        nodes = context.cluster.informer(for: .nodes)
        slices = context.cluster.informer(for: .endpointSlices)
        tracker = WriteTracker(slices)
        slices.addIndex(Self.byService) { slice in
            Self.service(of: slice).map { [$0.description] } ?? []
        }
        selection.pods.indexPodsByNode()
        follow()
    }

    private func follow() {
        let (queue, selection) = (queue, selection)
        selection.services.onChange { change in
            if let service = change.object { queue.add(service.objectName) }
        }
        selection.pods.onChange { change in
            for service in selection.services(concernedBy: change) { queue.add(service) }
        }
        slices.onChange { change in
            if let service = change.object.flatMap(Self.service) { queue.add(service) }
        }
        nodes.onChange { change in
            guard Self.zone(change.old) != Self.zone(change.new), let node = change.object else {
                return
            }
            for pod in selection.pods.pods(onNode: node.name) {
                let services = selection.services(
                    selecting: pod.meta.labels, in: pod.namespace)
                for service in services { queue.add(service) }
            }
        }
    }

    /// Works until cancelled.
    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] service async throws(APIStatus) in try await reconcile(service) }
        await reconciler.run(after: [selection.services, selection.pods, nodes, slices])
    }

    /// Which Service a slice is made for; nil when it is not for us to manage.
    private static func service(of slice: CachedObject) -> ObjectName? {
        let labels = slice.labels
        guard labels[EndpointSlice.managedByLabel] == EndpointSlicePlan.managedBy,
            let name = labels[EndpointSlice.serviceNameLabel]
        else { return nil }
        return ObjectName(namespace: slice.namespace, name: name)
    }

    /// Nil for no node, empty for a node of no zone.
    private static func zone(_ node: CachedObject?) -> String? {
        node.map { $0.labels[Node.zoneLabel] ?? "" }
    }

    // MARK: - Reconciling

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard
            let service = selection.services.get(namespace: name.namespace, name: name.name)?
                .view(DecodedService.self).service
        else {
            // Its slices have an owner that is gone: they are the garbage collector's.
            tracker.forget(name)
            triggerTimes.forget(name)
            return nil
        }
        guard !service.spec.selector.isEmpty, service.spec.type != .externalName else {
            return nil
        }
        let existing: [StoredSlice]
        switch tracker.view(of: name) {
        case .current: existing = cachedSlices(of: name)
        case .behind: return .seconds(2)
        case .lost:
            existing = try await storedSlices(of: name)
            tracker.forget(name)
        }
        let pods = selection.pods(
            selectedBy: service.spec.selector, in: service.metadata.namespace)
        let triggered = triggerTimes.next(for: service, pods: pods)
        let (selected, zones) = endpoints(of: service, pods)
        let wanted = EndpointSlicePlan.slices(
            for: service, selected: selected, zones: zones,
            existing: existing.map(\.slice).filter {
                $0.isOwned(by: service.metadata.uid ?? "")
            }, generatesNames: true)
        let changes = SliceChanges(
            from: existing.map(\.slice), to: wanted, owner: service.metadata.uid ?? "")
        do throws(APIStatus) {
            try await SliceWriter(cluster: context.cluster, tracker: tracker).write(
                changes, over: existing, for: name, triggered: triggered)
        } catch {
            guard error.isOfEndingNamespace else { throw error }
        }
        return nil
    }

    /// What may become endpoints, and the zones of their nodes. A pod on a node that there isn't
    /// gets no traffic, unless its Service wants all that have an address.
    private func endpoints(
        of service: Service, _ pods: [CachedObject]
    ) -> ([EndpointPod], zones: [String: String]) {
        var zones: [String: String] = [:]
        var selected: [EndpointPod] = []
        for pod in pods {
            let endpoint = EndpointPod(pod)
            let node = nodes.get(name: endpoint.nodeName)
            if node == nil, !service.spec.publishNotReadyAddresses { continue }
            if let zone = node?.labels[Node.zoneLabel] { zones[endpoint.nodeName] = zone }
            selected.append(endpoint)
        }
        return (selected, zones)
    }

    private func cachedSlices(of service: ObjectName) -> [StoredSlice] {
        slices.list(index: Self.byService, service.description)
            .filter { !$0.meta.isDeleting }
            .compactMap { StoredSlice($0) }
    }

    private func storedSlices(of service: ObjectName) async throws(APIStatus) -> [StoredSlice] {
        try await context.cluster.list(
            .endpointSlices, namespace: service.namespace,
            query: "labelSelector=kubernetes.io%2Fservice-name%3D\(service.name)"
        ).filter {
            $0.deletionTimestamp == nil
                && $0.labels[EndpointSlice.managedByLabel] == EndpointSlicePlan.managedBy
        }.compactMap { StoredSlice($0) }
    }
}
