/// A flag of kube-proxy: what is done with it.
struct KubeProxyFlag: Sendable {
    /// What comes of it.
    var meaning: Meaning
    /// Whether it stands alone, or with `=true` and `=false`.
    var isSwitch = false

    /// What comes of a flag.
    enum Meaning: Sendable {
        /// It says what this field of a file says.
        case field(String)
        /// A program's own business: which subcommand, where the objects are.
        case own
        /// It changes nothing here.
        case ignored(KubeProxyField.Reason)
    }

    private static func field(_ name: String) -> KubeProxyFlag {
        KubeProxyFlag(meaning: .field(name))
    }

    private static func ignored(
        _ reason: KubeProxyField.Reason, isSwitch: Bool = false
    ) -> KubeProxyFlag {
        KubeProxyFlag(meaning: .ignored(reason), isSwitch: isSwitch)
    }

    private static func toggle(_ name: String) -> KubeProxyFlag {
        KubeProxyFlag(meaning: .field(name), isSwitch: true)
    }

    /// All flags of kube-proxy 1.36 on Linux.
    static let known: [String: KubeProxyFlag] = [
        "config": KubeProxyFlag(meaning: .own), "kubeconfig": KubeProxyFlag(meaning: .own),
        "master": KubeProxyFlag(meaning: .own),
        "write-config-to": KubeProxyFlag(meaning: .own),
        "cleanup": KubeProxyFlag(meaning: .own, isSwitch: true),
        "init-only": KubeProxyFlag(meaning: .own, isSwitch: true),
        "hostname-override": field("hostnameOverride"), "v": field("logging.verbosity"),
        "proxy-mode": field("mode"), "cluster-cidr": field("clusterCIDR"),
        "detect-local-mode": field("detectLocalMode"),
        "pod-bridge-interface": field("detectLocal.bridgeInterface"),
        "pod-interface-name-prefix": field("detectLocal.interfaceNamePrefix"),
        "nodeport-addresses": field("nodePortAddresses"),
        "masquerade-all": toggle("nftables.masqueradeAll"),
        // kube-proxy has these for its nftables mode too, under the old name.
        "iptables-sync-period": field("nftables.syncPeriod"),
        "iptables-min-sync-period": field("nftables.minSyncPeriod"),
        "bind-address": field("bindAddress"),
        "bind-address-hard-fail": toggle("bindAddressHardFail"),
        "healthz-bind-address": field("healthzBindAddress"),
        "metrics-bind-address": field("metricsBindAddress"),
        "healthz-port": field("healthzBindAddress"), "metrics-port": field("metricsBindAddress"),
        "oom-score-adj": field("oomScoreAdj"),
        "conntrack-max-per-core": field("conntrack.maxPerCore"),
        "conntrack-min": field("conntrack.min"),
        "conntrack-tcp-timeout-established": field("conntrack.tcpEstablishedTimeout"),
        "conntrack-tcp-timeout-close-wait": field("conntrack.tcpCloseWaitTimeout"),
        "conntrack-tcp-be-liberal": toggle("conntrack.tcpBeLiberal"),
        "conntrack-udp-timeout": field("conntrack.udpTimeout"),
        "conntrack-udp-timeout-stream": field("conntrack.udpStreamTimeout"),
        "iptables-masquerade-bit": ignored(.otherMode),
        "iptables-localhost-nodeports": ignored(.otherMode, isSwitch: true),
        "ipvs-scheduler": ignored(.otherMode), "ipvs-sync-period": ignored(.otherMode),
        "ipvs-min-sync-period": ignored(.otherMode), "ipvs-exclude-cidrs": ignored(.otherMode),
        "ipvs-strict-arp": ignored(.otherMode, isSwitch: true),
        "ipvs-tcp-timeout": ignored(.otherMode), "ipvs-tcpfin-timeout": ignored(.otherMode),
        "ipvs-udp-timeout": ignored(.otherMode),
        "kube-api-content-type": ignored(.client), "kube-api-burst": ignored(.client),
        "kube-api-qps": ignored(.client), "config-sync-period": ignored(.neverListedAgain),
        "feature-gates": ignored(.noGates), "profiling": ignored(.noProfiling, isSwitch: true),
        "show-hidden-metrics-for-version": ignored(.noHiddenMetrics),
        "logging-format": ignored(.ownLog), "log-flush-frequency": ignored(.ownLog),
        "vmodule": ignored(.ownLog), "log-json-info-buffer-size": ignored(.ownLog),
        "log-json-split-stream": ignored(.ownLog, isSwitch: true),
        "log-text-info-buffer-size": ignored(.ownLog),
        "log-text-split-stream": ignored(.ownLog, isSwitch: true),
        "boot-id-file": ignored(.retired), "machine-id-file": ignored(.retired),
    ]
}
