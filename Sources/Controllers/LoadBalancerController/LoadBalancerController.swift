import APIMachinery
import ControllerRuntime
import JSON
import NetworkAddress
import Synchronization
import WatchCache

/// Gives Services of type LoadBalancer addresses of a pool, where no cloud does: nodes take what
/// comes for these by the Service proxy.
public final class LoadBalancerController: Controller {
    public static let name = "service-lb-controller"
    public static let eventSource = "service-controller"
    /// The `loadBalancerClass` that names this one; Services without any are its own as well.
    public static let loadBalancerClass = "martlet.dev/pool"

    private let context: ControllerContext
    private let services: Informer
    private let pool: AddressPool
    private let queue = WorkQueue<ObjectName>()
    private let plan: Mutex<AddressPlan>

    /// The controller of a cluster.
    public init(_ context: ControllerContext, pool: AddressPool) {
        self.context = context
        self.pool = pool
        plan = Mutex(AddressPlan(pool))
        services = context.cluster.informer(for: .services)
        services.onChange { [self] change in
            guard let service = change.object else { return }
            let name = service.objectName
            guard change.new != nil else {
                if plan.withLock({ $0.release(name) }) { retryWaiting() }
                return
            }
            let view = service.view(BalancedService.self)
            guard change.old?.view(BalancedService.self) != view else { return }
            queue.add(name)
        }
    }

    /// Works until cancelled.
    public func run() async {
        await services.waitUntilFilled()
        // Nothing is given before all that is taken is known; the oldest Service keeps what two
        // have.
        let all = services.list().sorted {
            ($0.meta.creationTimestamp, $0.path) < ($1.meta.creationTimestamp, $1.path)
        }
        for service in all where isOurs(service.view(BalancedService.self)) {
            let addresses = service.view(BalancedService.self).addresses
            plan.withLock { $0.observe(service.objectName, has: addresses) }
        }
        let reconciler = Reconciler(Self.name, queue: queue, logger: context.logger) {
            [self] name async throws(APIStatus) in try await reconcile(name)
        }
        await reconciler.run()
    }

    private func isOurs(_ service: BalancedService) -> Bool {
        service.isLoadBalancer
            && (service.loadBalancerClass.isEmpty
                || service.loadBalancerClass == Self.loadBalancerClass)
    }

    /// Looks at the Services without addresses again: some became free.
    private func retryWaiting() {
        for service in services.list() {
            let view = service.view(BalancedService.self)
            if isOurs(view), !view.hasStatus { queue.add(service.objectName) }
        }
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let service = services.get(namespace: name.namespace, name: name.name) else {
            return nil
        }
        let view = service.view(BalancedService.self)
        guard isOurs(view), !service.meta.isDeleting else {
            try await takeBack(service, view)
            return nil
        }
        let addresses: [IPAddress]
        do {
            addresses = try plan.withLock { plan throws(AddressPlan.Refusal) in
                try plan.addresses(for: name, view)
            }
        } catch {
            tell(
                service, .warning, "SyncLoadBalancerFailed",
                "Error syncing load balancer: failed to ensure load balancer: \(error) (\(pool))")
            // A release looks again at once; what else may change comes as a change.
            return .seconds(300)
        }
        guard addresses != view.addresses else { return nil }
        tell(service, .normal, "EnsuringLoadBalancer", "Ensuring load balancer")
        try await write(addresses, to: service)
        tell(service, .normal, "EnsuredLoadBalancer", "Ensured load balancer")
        return nil
    }

    /// A Service that is of this type no longer loses what it got here.
    private func takeBack(
        _ service: CachedObject, _ view: BalancedService
    ) async throws(APIStatus) {
        let isHeld = plan.withLock { $0.release(service.objectName) }
        if !view.isLoadBalancer, view.hasStatus, view.addresses.allSatisfy(pool.contains) {
            try await write([], to: service)
        }
        if isHeld { retryWaiting() }
    }

    private func write(
        _ addresses: [IPAddress], to service: CachedObject
    ) async throws(APIStatus) {
        var object = service.object()
        let ingress = addresses.map { address -> JSON in
            ["ip": .string(address.description), "ipMode": "VIP"]
        }
        object["status", "loadBalancer"] = ingress.isEmpty ? [:] : ["ingress": .array(ingress)]
        try await context.cluster.update(.services, object, subresource: "status")
    }

    private func tell(
        _ service: CachedObject, _ level: EventRecorder.Level, _ reason: String, _ message: String
    ) {
        context.events.record(
            level, reason: reason, about: ObjectReference(.services, service), message)
    }
}
