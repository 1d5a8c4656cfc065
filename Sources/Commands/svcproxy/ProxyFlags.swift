import ArgumentParser

/// kube-proxy's flags, by their names. What they say is read in the room ProxySettings, as the
/// fields of a file are; those that have no effect are taken out before.
struct ProxyFlags: ParsableArguments {
    @Option(help: "Where pods' addresses come from: one prefix, or two with a comma between.")
    var clusterCidr: String?

    @Option(help: "ClusterCIDR, NodeCIDR, BridgeInterface or InterfaceNamePrefix.")
    var detectLocalMode: String?

    @Option(help: "The bridge that pods are attached to.")
    var podBridgeInterface: String?

    @Option(help: "How the names of pods' interfaces begin.")
    var podInterfaceNamePrefix: String?

    @Option(help: "Where node ports answer: primary, or prefixes separated by commas.")
    var nodeportAddresses: String?

    @Option(help: "nftables.")
    var proxyMode: String?

    @Flag(help: "Masquerade whatever goes to a cluster address.")
    var masqueradeAll = false

    @Option(help: "The node's own address, whatever its Node object says.")
    var bindAddress: String?

    @Flag(help: "End when an address can't be bound.")
    var bindAddressHardFail = false

    @Option(help: "Where /healthz is served; empty: nowhere. Default: 0.0.0.0:10256.")
    var healthzBindAddress: String?

    @Option(help: "The port of /healthz, 0 for none.")
    var healthzPort: String?

    @Option(help: "Where /metrics is served; empty: nowhere. Default: 127.0.0.1:10249.")
    var metricsBindAddress: String?

    @Option(help: "The port of /metrics, 0 for none.")
    var metricsPort: String?

    @Option(help: "Half of what an update may wait before /healthz says no. Default: 30s.")
    var iptablesSyncPeriod: String?

    @Option(help: "The least time between transactions while changes keep coming.")
    var iptablesMinSyncPeriod: String?

    @Option(help: "What /proc/self/oom_score_adj is set to.")
    var oomScoreAdj: String?

    @Option(help: "Entries of the connection table for each processor, 0 to leave it alone.")
    var conntrackMaxPerCore: String?

    @Option(help: "Entries of the connection table at least.")
    var conntrackMin: String?

    @Option(help: "How long idle TCP connections are remembered, 0 to leave it alone.")
    var conntrackTcpTimeoutEstablished: String?

    @Option(help: "How long half-closed TCP connections are remembered.")
    var conntrackTcpTimeoutCloseWait: String?

    @Flag(help: "Let packets outside a TCP window belong to their connection.")
    var conntrackTcpBeLiberal = false

    @Option(help: "How long unanswered UDP flows are remembered, 0 to leave it alone.")
    var conntrackUdpTimeout: String?

    @Option(help: "How long answered UDP flows are remembered, 0 to leave it alone.")
    var conntrackUdpTimeoutStream: String?

    @Option(name: .customLong("v"), help: "How much is told: 4 and more is --verbose.")
    var v: Int?

    /// Those that were given, by their names.
    var given: [String: String] {
        let values: [String: String?] = [
            "cluster-cidr": clusterCidr, "detect-local-mode": detectLocalMode,
            "pod-bridge-interface": podBridgeInterface,
            "pod-interface-name-prefix": podInterfaceNamePrefix,
            "nodeport-addresses": nodeportAddresses, "proxy-mode": proxyMode,
            "bind-address": bindAddress, "healthz-bind-address": healthzBindAddress,
            "healthz-port": healthzPort, "metrics-bind-address": metricsBindAddress,
            "metrics-port": metricsPort, "iptables-sync-period": iptablesSyncPeriod,
            "iptables-min-sync-period": iptablesMinSyncPeriod, "oom-score-adj": oomScoreAdj,
            "conntrack-max-per-core": conntrackMaxPerCore, "conntrack-min": conntrackMin,
            "conntrack-tcp-timeout-established": conntrackTcpTimeoutEstablished,
            "conntrack-tcp-timeout-close-wait": conntrackTcpTimeoutCloseWait,
            "conntrack-udp-timeout": conntrackUdpTimeout,
            "conntrack-udp-timeout-stream": conntrackUdpTimeoutStream,
            "v": v.map { "\($0)" },
            "masquerade-all": masqueradeAll ? "true" : nil,
            "bind-address-hard-fail": bindAddressHardFail ? "true" : nil,
            "conntrack-tcp-be-liberal": conntrackTcpBeLiberal ? "true" : nil,
        ]
        return values.compactMapValues { $0 }
    }
}
