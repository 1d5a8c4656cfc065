import LinuxSystem
import NetworkAddress
import ProxyHealth
import Testing

@Suite struct ProxyMetricsTests {
    private let metrics = ProxyMetrics()

    private var lines: [Substring] {
        String(decoding: metrics.registry.text(), as: UTF8.self).split(separator: "\n")
    }

    private func value(_ series: String) -> Double? {
        lines.first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    @Test func `a change waits until each family has taken it in`() {
        metrics.queued(services: 2, endpoints: 3)
        metrics.queued(services: 1, endpoints: 0)
        metrics.synchronised(SyncRound(family: .ipv4, isFull: true, took: .milliseconds(3)))
        let prefix = "kubeproxy_sync_proxy_rules_"
        for (series, expected) in [
            ("service_changes_pending{ip_family=\"IPv4\"}", 0.0),
            ("service_changes_pending{ip_family=\"IPv6\"}", 3),
            ("service_changes_total{ip_family=\"IPv4\"}", 3),
            ("endpoint_changes_pending{ip_family=\"IPv6\"}", 3),
            ("endpoint_changes_pending{ip_family=\"IPv4\"}", 0),
            ("endpoint_changes_total{ip_family=\"IPv6\"}", 3),
        ] {
            #expect(value(prefix + series) == expected, "\(series)")
        }
        let queued = value(prefix + "last_queued_timestamp_seconds{ip_family=\"IPv6\"}") ?? 0
        #expect(abs(queued - Double(WallClock.microseconds) / 1e6) < 60)
    }

    @Test func `full and partial synchronisations are counted apart and together`() {
        for (isFull, took) in [(true, 40), (false, 1), (false, 2)] {
            metrics.synchronised(
                SyncRound(
                    family: .ipv6, isFull: isFull, took: .milliseconds(took), byteCount: 100))
        }
        metrics.failed(.ipv6)
        let family = "{ip_family=\"IPv6\"}"
        #expect(value("kubeproxy_sync_proxy_rules_duration_seconds_count" + family) == 3)
        #expect(value("kubeproxy_sync_full_proxy_rules_duration_seconds_count" + family) == 1)
        #expect(value("kubeproxy_sync_partial_proxy_rules_duration_seconds_count" + family) == 2)
        #expect(
            value(
                "kubeproxy_sync_partial_proxy_rules_duration_seconds_bucket"
                    + "{ip_family=\"IPv6\",le=\"0.001\"}") == 1)
        #expect(
            value(
                "kubeproxy_sync_proxy_rules_duration_seconds_bucket"
                    + "{ip_family=\"IPv6\",le=\"16.384\"}") == 3)
        #expect(value("kubeproxy_sync_proxy_rules_nftables_sync_failures_total" + family) == 1)
        #expect(value("svcproxy_written_bytes_total" + family) == 300)
    }

    @Test func `programming is measured from the cause, and never below nothing`() {
        let now = WallClock.microseconds
        metrics.synchronised(
            SyncRound(
                family: .ipv4, isFull: false, took: .milliseconds(1),
                triggers: [now - 2_400_000, now + 60_000_000]))
        let name = "kubeproxy_network_programming_duration_seconds"
        #expect(value(name + "_count{ip_family=\"IPv4\"}") == 2)
        #expect(value(name + "_bucket{ip_family=\"IPv4\",le=\"0\"}") == 1)
        #expect(value(name + "_bucket{ip_family=\"IPv4\",le=\"2\"}") == 1)
        #expect(value(name + "_bucket{ip_family=\"IPv4\",le=\"300\"}") == 2)
        let bounds = lines.filter { $0.hasPrefix(name + "_bucket{ip_family=\"IPv4\"") }.count
        // 0, 0.25, 0.5, 1 to 59, 60 to 115, 120 to 300, and all.
        #expect(bounds == 3 + 59 + 12 + 7 + 1)
    }

    /// Dashboards and alerts want a series before the first failure.
    @Test func `what can be 0 is there from the start`() {
        for series in [
            "kubeproxy_sync_proxy_rules_nftables_sync_failures_total{ip_family=\"IPv4\"}",
            "kubeproxy_sync_proxy_rules_nftables_cleanup_failures_total{ip_family=\"IPv6\"}",
            "kubeproxy_sync_proxy_rules_no_local_endpoints_total"
                + "{ip_family=\"IPv4\",traffic_policy=\"internal\"}",
            "kubeproxy_sync_proxy_rules_no_local_endpoints_total"
                + "{ip_family=\"IPv6\",traffic_policy=\"external\"}",
            "kubeproxy_conntrack_reconciler_deleted_entries_total{ip_family=\"IPv4\"}",
            "svcproxy_services_set_aside{ip_family=\"IPv4\"}",
            "svcproxy_repairs_total{ip_family=\"IPv6\"}",
        ] {
            #expect(value(series) == 0, "\(series)")
        }
    }

    @Test func `what the daemon tells is there`() {
        metrics.setWithoutLocalEndpoints(.ipv4, internal: 2, external: 1)
        metrics.cleanedFlows(.ipv4, took: .milliseconds(5), ended: 7)
        metrics.repaired(.ipv4)
        metrics.setSetAside(.ipv6, count: 1)
        metrics.skippedObject(kind: "Service")
        for (series, expected) in [
            (
                "kubeproxy_sync_proxy_rules_no_local_endpoints_total"
                    + "{ip_family=\"IPv4\",traffic_policy=\"internal\"}", 2.0
            ),
            ("kubeproxy_conntrack_reconciler_deleted_entries_total{ip_family=\"IPv4\"}", 7),
            ("kubeproxy_conntrack_reconciler_sync_duration_seconds_count{ip_family=\"IPv4\"}", 1),
            ("svcproxy_repairs_total{ip_family=\"IPv4\"}", 1),
            ("svcproxy_services_set_aside{ip_family=\"IPv6\"}", 1),
            ("svcproxy_skipped_objects_total{kind=\"Service\"}", 1),
        ] {
            #expect(value(series) == expected, "\(series)")
        }
    }

    @Test func `the process is measured when it is asked for`() throws {
        #expect((value("process_resident_memory_bytes") ?? 0) > 1_000_000)
        #expect((value("process_virtual_memory_bytes") ?? 0) > 1_000_000)
        #expect((value("process_cpu_seconds_total") ?? 0) > 0)
        #expect((value("process_open_fds") ?? 0) >= 3)
        #expect((value("process_max_fds") ?? 0) >= 3)
        let now = Double(WallClock.microseconds) / 1e6
        let start = try #require(value("process_start_time_seconds"))
        #expect(start > now - 86_400 && start <= now + 1)
    }
}
