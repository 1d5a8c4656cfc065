/// The fields of `KubeProxyConfiguration` in kubeproxy.config.k8s.io/v1alpha1, and what is done
/// with each.
enum KubeProxyField {
    /// Read and followed.
    case honoured
    /// Of no effect here: another mode's, another system's, or about a client this has not.
    case ignored
    /// Not there yet and harmless: said once.
    case announced
    /// Not there yet, and traffic would go another way than the file says: refused unless unset.
    case refused
    /// A group of fields.
    case group([String: KubeProxyField])

    static let known: [String: KubeProxyField] = [
        "apiVersion": .honoured, "kind": .honoured,
        "mode": .honoured, "clusterCIDR": .honoured, "nodePortAddresses": .honoured,
        "hostnameOverride": .honoured, "detectLocalMode": .honoured,
        "nftables": .group([
            "masqueradeBit": .honoured, "masqueradeAll": .honoured,
            "syncPeriod": .ignored, "minSyncPeriod": .ignored,
        ]),
        "detectLocal": .group(["bridgeInterface": .refused, "interfaceNamePrefix": .refused]),
        "healthzBindAddress": .announced, "metricsBindAddress": .announced,
        "conntrack": .group([
            "maxPerCore": .announced, "min": .announced, "tcpEstablishedTimeout": .announced,
            "tcpCloseWaitTimeout": .announced, "tcpBeLiberal": .announced,
            "udpTimeout": .announced, "udpStreamTimeout": .announced,
        ]),
        "clientConnection": .group([
            "kubeconfig": .honoured, "acceptContentTypes": .ignored, "contentType": .ignored,
            "qps": .ignored, "burst": .ignored,
        ]),
        "bindAddress": .ignored, "bindAddressHardFail": .ignored, "enableProfiling": .ignored,
        "showHiddenMetricsForVersion": .ignored, "configSyncPeriod": .ignored,
        "featureGates": .ignored, "logging": .ignored, "oomScoreAdj": .announced,
        "portRange": .ignored, "udpIdleTimeout": .ignored, "windowsRunAsService": .ignored,
        "winkernel": .group([
            "networkName": .ignored, "sourceVip": .ignored, "enableDSR": .ignored,
            "rootHnsEndpointName": .ignored, "forwardHealthCheckVip": .ignored,
        ]),
        "iptables": .group([
            "masqueradeBit": .ignored, "masqueradeAll": .ignored, "localhostNodePorts": .ignored,
            "syncPeriod": .ignored, "minSyncPeriod": .ignored,
        ]),
        "ipvs": .group([
            "syncPeriod": .ignored, "minSyncPeriod": .ignored, "scheduler": .ignored,
            "excludeCIDRs": .ignored, "strictARP": .ignored, "tcpTimeout": .ignored,
            "tcpFinTimeout": .ignored, "udpTimeout": .ignored,
        ]),
    ]
}
