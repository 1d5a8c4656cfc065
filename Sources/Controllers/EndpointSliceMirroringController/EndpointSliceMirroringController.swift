import APIMachinery
import ControllerRuntime
import EndpointSliceController
import JSON
import KubernetesAPI
import WatchCache

/// Keeps EndpointSlices that say what Endpoints say, where people write these for a Service
/// without a selector.
public final class EndpointSliceMirroringController: Controller {
    public static let name = "endpointslice-mirroring-controller"
    public static let eventSource = "endpoint-slice-mirroring-controller"

    private let context: ControllerContext
    private let services: Informer
    private let endpoints: Informer
    private let slices: Informer
    private let tracker: WriteTracker
    private let queue = WorkQueue<ObjectName>()
    private let workers: Int

    private static let byEndpoints = "endpoints"

    /// The controller of a cluster.
    /// - Parameter workers: how many Endpoints are worked on at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        self.context = context
        self.workers = workers
        services = context.cluster.informer(for: .services)
        endpoints = context.cluster.informer(for: .endpoints)
        slices = context.cluster.informer(for: .endpointSlices)
        tracker = WriteTracker(slices)
        slices.addIndex(Self.byEndpoints) { slice in
            Self.endpoints(of: slice).map { [$0.description] } ?? []
        }
        let queue = queue
        for informer in [services, endpoints] {
            informer.onChange { change in
                if let object = change.object { queue.add(object.objectName) }
            }
        }
        slices.onChange { change in
            if let name = change.object.flatMap(Self.endpoints) { queue.add(name) }
        }
    }

    /// Works until cancelled.
    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: workers, queue: queue, logger: context.logger
        ) { [self] name async throws(APIStatus) in try await reconcile(name) }
        await reconciler.run(after: [services, endpoints, slices])
    }

    /// Which Endpoints a slice mirrors; nil when it mirrors none.
    private static func endpoints(of slice: CachedObject) -> ObjectName? {
        let labels = slice.labels
        guard labels[EndpointSlice.managedByLabel] == MirrorPlan.managedBy,
            let name = labels[EndpointSlice.serviceNameLabel]
        else { return nil }
        return ObjectName(namespace: slice.namespace, name: name)
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        let source = mirrored(name)
        if tracker.view(of: name) == .behind { return .seconds(2) }
        let existing = slices.list(index: Self.byEndpoints, name.description)
            .filter { !$0.meta.isDeleting }.compactMap { StoredSlice($0) }
        guard source != nil || !existing.isEmpty else {
            tracker.forget(name)
            return nil
        }
        var wanted: [EndpointSlice] = []
        if let source {
            let plan = MirrorPlan(source.object(), existing: existing.map(\.slice))
            wanted = plan.slices
            tell(source, plan)
        }
        let changes = SliceChanges(
            from: existing.map(\.slice), to: wanted, owner: source?.uid ?? "")
        do throws(APIStatus) {
            try await SliceWriter(cluster: context.cluster, tracker: tracker).write(
                changes, over: existing, for: name)
        } catch {
            guard error.isOfEndingNamespace else { throw error }
        }
        return nil
    }

    /// The Endpoints of a Service without a selector; nil when there is nothing to mirror.
    private func mirrored(_ name: ObjectName) -> CachedObject? {
        guard let source = endpoints.get(namespace: name.namespace, name: name.name),
            !source.meta.isDeleting, MirrorPlan.mirrors(source.meta),
            let service = services.get(namespace: name.namespace, name: name.name)?
                .view(DecodedService.self).service,
            service.spec.selector.isEmpty
        else { return nil }
        return source
    }

    private func tell(_ source: CachedObject, _ plan: MirrorPlan) {
        let object = ControllerRuntime.ObjectReference(.endpoints, source)
        if plan.invalid > 0 {
            context.events.record(
                .warning, reason: "InvalidIPAddress", about: object,
                "Skipped \(plan.invalid) invalid IP addresses when mirroring to EndpointSlices")
        }
        if plan.skipped > 0 {
            context.events.record(
                .warning, reason: "TooManyAddressesToMirror", about: object,
                """
                A max of \(MirrorPlan.most) addresses can be mirrored to EndpointSlices per \
                Endpoints subset. \(plan.skipped) addresses were skipped
                """)
        }
    }
}
