import Metrics
import NetworkAddress

/// What kube-proxy has no name for.
struct OwnMetrics: Sendable {
    private let bytes: Counter
    private let repairs: Counter
    private let aside: Gauge
    private let skipped: Counter

    init(_ registry: MetricRegistry) {
        bytes = registry.counter(
            "svcproxy_written_bytes_total", "Bytes of transactions that the kernel took",
            labels: ["ip_family"])
        repairs = registry.counter(
            "svcproxy_repairs_total", "Times that a table was put right after another's change",
            labels: ["ip_family"])
        aside = registry.gauge(
            "svcproxy_services_set_aside", "Services that the kernel refuses, tried again later",
            labels: ["ip_family"])
        skipped = registry.counter(
            "svcproxy_skipped_objects_total", "Objects passed over, in whole or part, as invalid",
            labels: ["kind"])
        for family in AddressFamily.allCases {
            bytes.add(0, ["\(family)"])
            repairs.add(0, ["\(family)"])
            aside.set(0, ["\(family)"])
        }
    }

    func synchronised(_ round: SyncRound) {
        bytes.add(Double(round.byteCount), ["\(round.family)"])
    }

    func repaired(_ family: AddressFamily) { repairs.add(1, ["\(family)"]) }

    func setAside(_ family: AddressFamily, _ count: Int) {
        aside.set(Double(count), ["\(family)"])
    }

    func skipped(_ kind: String) { skipped.add(1, [kind]) }
}
