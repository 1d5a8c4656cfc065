/// A field of `KubeProxyConfiguration`: what it holds, and what is done with it.
struct KubeProxyField: Sendable {
    /// What it holds.
    var shape: Shape
    /// Why it changes nothing here; nil: it is followed.
    var withoutEffect: Reason?
    /// Values that nobody needs to be told about, beside zero and nothing: kube-proxy's defaults.
    var usual: [String] = []

    /// What fields hold.
    indirect enum Shape: Sendable {
        case text, bool, duration, list
        case number(ClosedRange<Int>)
        /// A number that may have a fraction.
        case quantity
        case group([String: KubeProxyField])
        /// Fields that are somebody else's business.
        case anything
    }

    /// Why a field changes nothing.
    enum Reason: String, CaseIterable, Sendable {
        case otherMode = "another mode's"
        case windows = "for Windows"
        case client = "this client asks for JSON and waits for nobody's quota"
        case neverListedAgain = "nothing is read again while a watch lasts"
        case noProfiling = "there is no profiling here"
        case noGates = "everything is built in, behind no gate"
        case noHiddenMetrics = "no metric is hidden"
        case ownLog = "one plain line for each thing that happens, on standard error"
        case retired = "kube-proxy itself no longer reads it"
    }

    static func followed(_ shape: Shape) -> KubeProxyField { KubeProxyField(shape: shape) }

    static func ignored(
        _ reason: Reason, _ shape: Shape, _ usual: String...
    ) -> KubeProxyField {
        KubeProxyField(shape: shape, withoutEffect: reason, usual: usual)
    }

    private static let bits = Shape.number(0...31)
    private static let naturals = Shape.number(0...Int(Int32.max))

    /// All of kubeproxy.config.k8s.io/v1alpha1.
    static let known: [String: KubeProxyField] = [
        "apiVersion": .followed(.text), "kind": .followed(.text),
        "mode": .followed(.text), "clusterCIDR": .followed(.text),
        "nodePortAddresses": .followed(.list), "hostnameOverride": .followed(.text),
        "detectLocalMode": .followed(.text),
        "detectLocal": .followed(
            .group([
                "bridgeInterface": .followed(.text), "interfaceNamePrefix": .followed(.text),
            ])),
        "nftables": .followed(
            .group([
                "masqueradeBit": .followed(bits), "masqueradeAll": .followed(.bool),
                "syncPeriod": .followed(.duration), "minSyncPeriod": .followed(.duration),
            ])),
        "healthzBindAddress": .followed(.text), "metricsBindAddress": .followed(.text),
        "bindAddress": .followed(.text), "bindAddressHardFail": .followed(.bool),
        "oomScoreAdj": .followed(.number(-1000...1000)),
        "conntrack": .followed(
            .group([
                "maxPerCore": .followed(naturals), "min": .followed(naturals),
                "tcpEstablishedTimeout": .followed(.duration),
                "tcpCloseWaitTimeout": .followed(.duration), "tcpBeLiberal": .followed(.bool),
                "udpTimeout": .followed(.duration), "udpStreamTimeout": .followed(.duration),
            ])),
        "clientConnection": .followed(
            .group([
                "kubeconfig": .followed(.text), "acceptContentTypes": .ignored(.client, .text),
                "contentType": .ignored(
                    .client, .text, "application/vnd.kubernetes.protobuf", "application/json"),
                "qps": .ignored(.client, .quantity, "5"),
                "burst": .ignored(.client, naturals, "10"),
            ])),
        "logging": .followed(
            .group([
                "verbosity": .followed(naturals), "format": .ignored(.ownLog, .text, "text"),
                "flushFrequency": .ignored(.ownLog, .anything, "5s", "5000000000"),
                "vmodule": .ignored(.ownLog, .anything), "options": .ignored(.ownLog, .anything),
            ])),
        "enableProfiling": .ignored(.noProfiling, .bool),
        "showHiddenMetricsForVersion": .ignored(.noHiddenMetrics, .text),
        "configSyncPeriod": .ignored(.neverListedAgain, .duration, "15m", "15m0s"),
        "featureGates": .ignored(.noGates, .anything),
        "portRange": .ignored(.retired, .text),
        "udpIdleTimeout": .ignored(.retired, .duration, "250ms"),
        "windowsRunAsService": .ignored(.windows, .bool),
        "winkernel": .followed(.group(winkernel)), "iptables": .followed(.group(iptables)),
        "ipvs": .followed(.group(ipvs)),
    ]

    private static let winkernel: [String: KubeProxyField] = [
        "networkName": .ignored(.windows, .text), "sourceVip": .ignored(.windows, .text),
        "enableDSR": .ignored(.windows, .bool), "rootHnsEndpointName": .ignored(.windows, .text),
        "forwardHealthCheckVip": .ignored(.windows, .bool),
    ]

    private static let iptables: [String: KubeProxyField] = [
        "masqueradeBit": .ignored(.otherMode, bits, "14"),
        "masqueradeAll": .ignored(.otherMode, .bool),
        "localhostNodePorts": .ignored(.otherMode, .bool, "true"),
        "snatNodeInternalIP": .ignored(.otherMode, .bool),
        "syncPeriod": .ignored(.otherMode, .duration, "30s"),
        "minSyncPeriod": .ignored(.otherMode, .duration, "1s"),
    ]

    private static let ipvs: [String: KubeProxyField] = [
        "syncPeriod": .ignored(.otherMode, .duration, "30s"),
        "minSyncPeriod": .ignored(.otherMode, .duration),
        "scheduler": .ignored(.otherMode, .text), "excludeCIDRs": .ignored(.otherMode, .list),
        "strictARP": .ignored(.otherMode, .bool), "tcpTimeout": .ignored(.otherMode, .duration),
        "tcpFinTimeout": .ignored(.otherMode, .duration),
        "udpTimeout": .ignored(.otherMode, .duration),
    ]
}
