import Metrics
import NetworkAddress

/// The work of ending flows that lead nowhere.
struct FlowMetrics: Sendable {
    private let duration: Histogram
    private let deleted: Counter

    init(_ registry: MetricRegistry) {
        duration = registry.histogram(
            "kubeproxy_conntrack_reconciler_sync_duration_seconds",
            "Time of one look for flows whose endpoint no longer serves",
            labels: ["ip_family"], bounds: Bounds.syncSeconds)
        deleted = registry.counter(
            "kubeproxy_conntrack_reconciler_deleted_entries_total",
            "Flows that were ended because their endpoint no longer serves",
            labels: ["ip_family"])
        for family in AddressFamily.allCases { deleted.add(0, ["\(family)"]) }
    }

    func cleaned(_ family: AddressFamily, _ took: Duration, _ ended: Int) {
        duration.observe(took.inSeconds, ["\(family)"])
        deleted.add(Double(ended), ["\(family)"])
    }
}
