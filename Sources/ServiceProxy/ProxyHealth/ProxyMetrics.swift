import Metrics
import NetworkAddress

/// What the proxy counts, by kube-proxy's names, since dashboards and load tests read them; its own
/// are called `svcproxy_…`.
public final class ProxyMetrics: Sendable {
    /// All of them, for whoever adds more.
    public let registry: MetricRegistry
    private let rounds: RoundMetrics
    private let changes: ChangeMetrics
    private let flows: FlowMetrics
    private let own: OwnMetrics
    private let healthz: Counter
    private let livez: Counter

    /// Metrics that count nothing yet.
    public init() {
        let registry = MetricRegistry()
        self.registry = registry
        rounds = RoundMetrics(registry)
        changes = ChangeMetrics(registry)
        flows = FlowMetrics(registry)
        own = OwnMetrics(registry)
        healthz = registry.counter(
            "kubeproxy_proxy_healthz_total", "Answers of /healthz, by status", labels: ["code"])
        livez = registry.counter(
            "kubeproxy_proxy_livez_total", "Answers of /livez, by status", labels: ["code"])
        ProcessMetrics.add(to: registry)
    }

    /// Changes came that no table has taken in yet.
    public func queued(services: Int, endpoints: Int) {
        changes.queued(services, endpoints)
    }

    /// A family was synchronised.
    public func synchronised(_ round: SyncRound) {
        rounds.synchronised(round)
        changes.taken(round.family)
        own.synchronised(round)
    }

    /// The kernel refused what a family sent.
    public func failed(_ family: AddressFamily) { rounds.failed(family) }

    /// How many Service ports want local endpoints and have none, now.
    public func setWithoutLocalEndpoints(
        _ family: AddressFamily, internal internalCount: Int, external externalCount: Int
    ) {
        rounds.setWithoutLocalEndpoints(family, internalCount, externalCount)
    }

    /// Flows that led nowhere were looked for and ended.
    public func cleanedFlows(_ family: AddressFamily, took: Duration, ended: Int) {
        flows.cleaned(family, took, ended)
    }

    /// Somebody else changed a family's table, and it was put right.
    public func repaired(_ family: AddressFamily) { own.repaired(family) }

    /// How many Services are set aside now because the kernel refuses them.
    public func setSetAside(_ family: AddressFamily, count: Int) { own.setAside(family, count) }

    /// An object was passed over, in whole or in part, for what it says.
    public func skippedObject(kind: String) { own.skipped(kind) }

    func answeredHealthz(_ isHealthy: Bool) { healthz.add(1, [isHealthy ? "200" : "503"]) }
    func answeredLivez(_ isHealthy: Bool) { livez.add(1, [isHealthy ? "200" : "503"]) }
}

/// What came of one synchronisation of one family.
public struct SyncRound: Sendable {
    /// The family.
    public var family: AddressFamily
    /// Whether the whole table was read first.
    public var isFull: Bool
    /// From the beginning to the kernel's acknowledgement.
    public var took: Duration
    /// Bytes that went to the kernel; 0 when nothing had to change.
    public var byteCount: Int
    /// When the causes of its changes happened, in microseconds since 1970: the slices'
    /// annotations `endpoints.kubernetes.io/last-change-trigger-time`.
    public var triggers: [Int64]

    /// A synchronisation.
    public init(
        family: AddressFamily, isFull: Bool, took: Duration, byteCount: Int = 0,
        triggers: [Int64] = []
    ) {
        self.family = family
        self.isFull = isFull
        self.took = took
        self.byteCount = byteCount
        self.triggers = triggers
    }
}
