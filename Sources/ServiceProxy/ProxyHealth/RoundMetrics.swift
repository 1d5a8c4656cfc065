import LinuxSystem
import Metrics
import NetworkAddress

/// How long synchronisations take, and what came of them.
struct RoundMetrics: Sendable {
    private let all: Histogram
    private let full: Histogram
    private let partial: Histogram
    private let programming: Histogram
    private let last: Gauge
    private let failures: Counter
    private let cleanupFailures: Counter
    private let withoutLocal: Gauge

    init(_ registry: MetricRegistry) {
        let prefix = "kubeproxy_sync_proxy_rules_"
        all = registry.histogram(
            prefix + "duration_seconds", "Time of one synchronisation with the kernel",
            labels: ["ip_family"], bounds: Bounds.syncSeconds)
        full = registry.histogram(
            "kubeproxy_sync_full_proxy_rules_duration_seconds",
            "Time of a synchronisation that read the whole table first",
            labels: ["ip_family"], bounds: Bounds.syncSeconds)
        partial = registry.histogram(
            "kubeproxy_sync_partial_proxy_rules_duration_seconds",
            "Time of a synchronisation of what changed alone",
            labels: ["ip_family"], bounds: Bounds.syncSeconds)
        programming = registry.histogram(
            "kubeproxy_network_programming_duration_seconds",
            "Time from a pod's or Service's change to the kernel's acknowledgement of it",
            labels: ["ip_family"], bounds: Bounds.programmingSeconds)
        last = registry.gauge(
            prefix + "last_timestamp_seconds",
            "When the kernel was last as the objects say, in seconds since 1970",
            labels: ["ip_family"])
        failures = registry.counter(
            prefix + "nftables_sync_failures_total", "Transactions that the kernel refused",
            labels: ["ip_family"])
        cleanupFailures = registry.counter(
            prefix + "nftables_cleanup_failures_total",
            "Always 0: nothing is left to be cleaned up after a transaction",
            labels: ["ip_family"])
        withoutLocal = registry.gauge(
            prefix + "no_local_endpoints_total",
            "Service ports with a policy Local and no endpoint on this node",
            labels: ["ip_family", "traffic_policy"])
        for family in AddressFamily.allCases {
            failures.add(0, ["\(family)"])
            cleanupFailures.add(0, ["\(family)"])
            setWithoutLocalEndpoints(family, 0, 0)
        }
    }

    func synchronised(_ round: SyncRound) {
        let family = ["\(round.family)"]
        let seconds = round.took.inSeconds
        all.observe(seconds, family)
        (round.isFull ? full : partial).observe(seconds, family)
        let now = WallClock.microseconds
        last.set(Double(now) / 1e6, family)
        for trigger in round.triggers {
            // Another machine's clock may be ahead.
            programming.observe(max(0, Double(now - trigger) / 1e6), family)
        }
    }

    func failed(_ family: AddressFamily) { failures.add(1, ["\(family)"]) }

    func setWithoutLocalEndpoints(_ family: AddressFamily, _ inner: Int, _ outer: Int) {
        withoutLocal.set(Double(inner), ["\(family)", "internal"])
        withoutLocal.set(Double(outer), ["\(family)", "external"])
    }
}

/// The upper ends of kube-proxy's buckets: dashboards compare both.
enum Bounds {
    /// A millisecond doubled fourteen times.
    static let syncSeconds = (0..<15).map { 0.001 * Double(1 << $0) }
    static let programmingSeconds: [Double] =
        [0, 0.25, 0.5] + (1...59).map(Double.init) + (0..<12).map { 60 + 5 * Double($0) }
        + (0..<7).map { 120 + 30 * Double($0) }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
