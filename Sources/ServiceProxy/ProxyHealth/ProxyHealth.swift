import HTTPServer
import NetworkAddress
import ServiceModel
import Synchronization

/// What the proxy tells of itself: its health, its metrics and its Services' health check ports.
///
/// The daemon says what happens by these functions, which return at once; the ports follow.
public final class ProxyHealth: Sendable {
    /// Whether the proxy keeps up.
    public let state: ProxyHealthState
    /// What it counts.
    public let metrics: ProxyMetrics
    private let settings: HealthSettings
    private let ports: HealthPorts
    private let wanted = Mutex(ServiceChecks())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let worker = Mutex<Task<Void, Never>?>(nil)

    /// Nothing is served before `start`.
    ///
    /// - Parameter say: is told of addresses that can't be had.
    public init(_ settings: HealthSettings, say: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        state = ProxyHealthState(longestWait: settings.longestWait)
        metrics = ProxyMetrics()
        var fixed: [HealthPorts.Fixed] = []
        if let place = settings.healthz {
            let pages = HealthPages(state: state, metrics: metrics)
            fixed.append(.init(name: "healthz", place: place, handler: pages))
        }
        if let place = settings.metrics {
            let pages = MetricsPages(
                metrics: metrics, mode: settings.mode, configuration: settings.configuration)
            fixed.append(.init(name: "metrics", place: place, handler: pages))
        }
        ports = HealthPorts(fixed, state, say: say)
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Begins to serve.
    ///
    /// - Throws: when an address can't be had and the settings say that this is the end;
    ///   otherwise it is said and tried again.
    public func start() async throws(HTTPServerError) {
        if settings.failsHard { try await ports.openFixed() }
        let (ports, wakes, wake) = (ports, wakes, wake)
        let task = Task { [weak self] in
            var retry: Task<Void, Never>?
            for await _ in wakes {
                retry?.cancel()
                guard let checks = self?.wanted.withLock({ $0 }) else { break }
                guard let wait = await ports.serve(checks) else { continue }
                retry = Task {
                    guard (try? await Task.sleep(for: wait)) != nil else { return }
                    wake.yield()
                }
            }
            retry?.cancel()
        }
        worker.withLock { $0 = task }
        wake.yield()
    }

    /// Ends all that is served.
    public func stop() async {
        wake.finish()
        let task = worker.withLock { $0.take() }
        await task?.value
        await ports.closeAll()
    }

    /// Changes came; they wait until `synchronised` is called for each family, also for one that
    /// had nothing to change.
    public func queued(services: Int, endpoints: Int) {
        for family in AddressFamily.allCases { state.queue(family) }
        metrics.queued(services: services, endpoints: endpoints)
    }

    /// A family's table is as the objects say.
    public func synchronised(_ round: SyncRound) {
        state.synchronise(round.family)
        metrics.synchronised(round)
    }

    /// The kernel refused a family's changes; they go on waiting.
    public func failed(_ family: AddressFamily) {
        state.queue(family)
        metrics.failed(family)
    }

    /// Whether the node is to get traffic from outside, as its Node object says.
    public func setNode(isEligible: Bool) { state.isNodeEligible = isEligible }

    /// Serves these health checks on these addresses, instead of those before.
    public func follow(_ checks: [ServiceHealthCheck], on addresses: Set<IPAddress>) {
        let new = ServiceChecks(checks: checks, addresses: addresses)
        let isNew = wanted.withLock { wanted in
            defer { wanted = new }
            return wanted != new
        }
        if isNew { wake.yield() }
    }

    /// The port that `/healthz` is served on; nil when it isn't (yet).
    public var healthzPort: Int? { get async { await ports.fixedPorts["healthz"] } }

    /// The port that `/metrics` is served on; nil when it isn't (yet).
    public var metricsPort: Int? { get async { await ports.fixedPorts["metrics"] } }
}
