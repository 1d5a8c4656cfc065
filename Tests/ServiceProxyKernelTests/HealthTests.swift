import LinuxSystem
import Testing

/// The health and metrics ports, as curl sees them in a namespace.
@Suite struct HealthTests {
    private static let curl = "/usr/bin/curl"

    private func stage() throws -> Stage {
        let stage = try Stage()
        let script = """
            ip link set lo up && ip link add eth0 type veth peer name peer0 \\
            && ip address add 192.0.2.1/24 dev eth0 && ip address add 192.0.2.2/24 dev eth0 \\
            && ip link set eth0 up && ip link set peer0 up
            """
        let answer = try stage.run("/bin/sh", "-c", script)
        try #require(answer.status == 0, "\(answer.diagnostics)")
        return stage
    }

    /// Status and what was said; with its header when asked for.
    private func get(_ stage: Stage, _ url: String) throws -> (status: String, text: String) {
        let answer = try stage.run(
            Self.curl, "-sig", "--max-time", "10", "-w", "\n%{http_code}", "http://\(url)")
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
    }

    private func balanced(_ ready: [String]) -> String {
        let endpoints = ready.map { "{addresses: [10.244.0.7], nodeName: \($0)}" }
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.10
              ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
              externalTrafficPolicy: Local
              healthCheckNodePort: 31080
            status: {loadBalancer: {ingress: [{ip: 203.0.113.1}]}}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web-1
              namespace: default
              labels: {kubernetes.io/service-name: web}
              annotations:
                endpoints.kubernetes.io/last-change-trigger-time: "2100-01-01T00:00:00Z"
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [\(endpoints.joined(separator: ", "))]

            """
    }

    private func node(_ more: String = "") -> String { Manifests.node + "spec: {\(more)}\n" }

    @Test func `both ports answer as kube-proxy's do, and follow the node`() throws {
        let stage = try stage()
        try stage.write("node.yaml", node())
        let daemon = try Daemon(stage)
        #expect(
            try stage.eventually { try get(stage, "192.0.2.1:10256/healthz").status == "200" },
            "\(daemon.log)")
        let healthz = try get(stage, "127.0.0.1:10256/healthz").text
        #expect(healthz.contains("Content-Type: application/json"))
        #expect(healthz.contains("\"nodeEligible\": true}"))
        #expect(try get(stage, "[::1]:10256/livez").status == "200")
        #expect(try get(stage, "127.0.0.1:10249/proxyMode").text.hasSuffix("nftables"))
        #expect(try get(stage, "127.0.0.1:10249/healthz").text.hasSuffix("ok"))
        #expect(
            try get(stage, "127.0.0.1:10249/configz").text.contains("kubeproxy.config.k8s.io"))
        // The metrics are nobody's but the node's.
        #expect(try get(stage, "192.0.2.1:10249/metrics").status == "000")

        let taint = "{key: ToBeDeletedByClusterAutoscaler, effect: NoSchedule}"
        try stage.write("node.yaml", node("taints: [\(taint)]"))
        #expect(
            try stage.eventually { try get(stage, "127.0.0.1:10256/healthz").status == "503" })
        #expect(try get(stage, "127.0.0.1:10256/livez").status == "200")
        try stage.write("node.yaml", node())
        #expect(
            try stage.eventually { try get(stage, "127.0.0.1:10256/healthz").status == "200" })
        withExtendedLifetime(daemon) {}
    }

    @Test func `a health check port follows its Service and its endpoints`() throws {
        let stage = try stage()
        try stage.write("node.yaml", node())
        try stage.write("web.yaml", balanced(["here"]))
        let daemon = try Daemon(stage)
        #expect(
            try stage.eventually { try get(stage, "192.0.2.1:31080/any").status == "200" },
            "\(daemon.log)")
        let answer = try get(stage, "192.0.2.1:31080/").text
        #expect(answer.contains("X-Load-Balancing-Endpoint-Weight: 1"))
        #expect(answer.contains("\"localEndpoints\":1"))
        // Node ports answer on the node's primary address alone, and so does this.
        #expect(try get(stage, "192.0.2.2:31080/").status == "000")

        try stage.write("web.yaml", balanced(["there"]))
        #expect(
            try stage.eventually { try get(stage, "192.0.2.1:31080/").status == "503" })
        try stage.write("web.yaml", "")
        #expect(
            try stage.eventually { try get(stage, "192.0.2.1:31080/").status == "000" })
        withExtendedLifetime(daemon) {}
    }

    @Test func `metrics count what was done`() throws {
        let stage = try stage()
        try stage.write("node.yaml", node())
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("table ip svcproxy") })
        try stage.write("web.yaml", balanced(["there"]))
        let metrics = "127.0.0.1:10249/metrics"
        #expect(
            try stage.eventually {
                try get(stage, metrics).text.contains(
                    "no_local_endpoints_total{ip_family=\"IPv4\",traffic_policy=\"external\"} 1")
            }, "\(daemon.log)")
        let text = try get(stage, metrics).text
        for series in [
            "kubeproxy_sync_proxy_rules_service_changes_pending{ip_family=\"IPv4\"} 0",
            "kubeproxy_sync_proxy_rules_endpoint_changes_pending{ip_family=\"IPv6\"} 0",
            "kubeproxy_sync_proxy_rules_service_changes_total{ip_family=\"IPv4\"} 1",
            "kubeproxy_sync_proxy_rules_endpoint_changes_total{ip_family=\"IPv4\"} 1",
            "kubeproxy_sync_full_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 1",
            "kubeproxy_network_programming_duration_seconds_count{ip_family=\"IPv4\"} 1",
            "kubeproxy_sync_proxy_rules_nftables_sync_failures_total{ip_family=\"IPv4\"} 0",
        ] {
            #expect(text.contains(series + "\n"), "\(series)")
        }
        #expect(text.contains("process_resident_memory_bytes "))
        #expect(text.contains("svcproxy_written_bytes_total{ip_family=\"IPv4\"} "))

        try stage.nft("delete table ip svcproxy")
        #expect(
            try stage.eventually {
                try get(stage, metrics).text.contains(
                    "svcproxy_repairs_total{ip_family=\"IPv4\"} 1\n")
            })
        withExtendedLifetime(daemon) {}
    }
}
