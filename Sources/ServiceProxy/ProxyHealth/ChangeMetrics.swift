import LinuxSystem
import Metrics
import NetworkAddress

/// Changes of objects: how many came, and how many wait for the kernel.
struct ChangeMetrics: Sendable {
    private let servicesPending: Gauge
    private let servicesTotal: Counter
    private let endpointsPending: Gauge
    private let endpointsTotal: Counter
    private let lastQueued: Gauge

    init(_ registry: MetricRegistry) {
        let prefix = "kubeproxy_sync_proxy_rules_"
        servicesPending = registry.gauge(
            prefix + "service_changes_pending", "Changes of Services that wait for the kernel",
            labels: ["ip_family"])
        servicesTotal = registry.counter(
            prefix + "service_changes_total", "Changes of Services that came",
            labels: ["ip_family"])
        endpointsPending = registry.gauge(
            prefix + "endpoint_changes_pending", "Changes of endpoints that wait for the kernel",
            labels: ["ip_family"])
        endpointsTotal = registry.counter(
            prefix + "endpoint_changes_total", "Changes of endpoints that came",
            labels: ["ip_family"])
        lastQueued = registry.gauge(
            prefix + "last_queued_timestamp_seconds",
            "When a synchronisation was last asked for, in seconds since 1970",
            labels: ["ip_family"])
        for family in AddressFamily.allCases {
            taken(family)
            servicesTotal.add(0, ["\(family)"])
            endpointsTotal.add(0, ["\(family)"])
        }
    }

    func queued(_ services: Int, _ endpoints: Int) {
        let now = Double(WallClock.microseconds) / 1e6
        for family in AddressFamily.allCases.map({ ["\($0)"] }) {
            servicesPending.add(Double(services), family)
            servicesTotal.add(Double(services), family)
            endpointsPending.add(Double(endpoints), family)
            endpointsTotal.add(Double(endpoints), family)
            lastQueued.set(now, family)
        }
    }

    func taken(_ family: AddressFamily) {
        servicesPending.set(0, ["\(family)"])
        endpointsPending.set(0, ["\(family)"])
    }
}
