import JSON
import NetworkAddress

extension ProxyConfiguration {
    /// What is followed, as a `KubeProxyConfiguration`: for `/configz`, and to begin a file with.
    public var json: JSON {
        var fields = JSONObject()
        fields["apiVersion"] = "kubeproxy.config.k8s.io/v1alpha1"
        fields["kind"] = "KubeProxyConfiguration"
        fields["mode"] = "nftables"
        fields["hostnameOverride"] = .string(nodeName)
        fields["clientConnection"] = ["kubeconfig": .string(kubeconfig ?? "")]
        fields["bindAddress"] = .string(ownAddress?.description ?? "0.0.0.0")
        fields["healthzBindAddress"] = .string(healthAddress?.description ?? "")
        fields["metricsBindAddress"] = .string(metricsAddress?.description ?? "")
        fields["bindAddressHardFail"] = .bool(failsWhenUnbound)
        fields["detectLocalMode"] = .string(localDetection.mode)
        fields["clusterCIDR"] = .string(
            clusterCIDRs.map(\.description).joined(separator: ","))
        fields["detectLocal"] = [
            "bridgeInterface": .string(localDetection.bridge),
            "interfaceNamePrefix": .string(localDetection.prefix),
        ]
        fields["nodePortAddresses"] = .strings(nodePortAddresses.words)
        fields["nftables"] = [
            "masqueradeAll": .bool(masqueradesAll), "masqueradeBit": .int(masqueradeBit),
            "minSyncPeriod": .string(GoDuration.text(minSyncPeriod ?? .zero)),
            "syncPeriod": .string(GoDuration.text(syncPeriod)),
        ]
        fields["oomScoreAdj"] = oomScoreAdjustment.map { .int($0) } ?? .null
        fields["conntrack"] = conntrack.json
        fields["logging"] = ["verbosity": .int(verbosity)]
        return .object(fields)
    }
}

extension LocalDetection {
    fileprivate var bridge: String { if case .bridge(let name) = self { name } else { "" } }

    fileprivate var prefix: String {
        if case .interfacePrefix(let prefix) = self { prefix } else { "" }
    }
}

extension NodePortAddresses {
    fileprivate var words: [String] {
        switch self {
        case .primary: ["primary"]
        case .prefixes(let prefixes): prefixes.map(\.description)
        }
    }
}

extension ConntrackSettings {
    fileprivate var json: JSON {
        [
            "maxPerCore": .int(maxPerCore), "min": .int(min),
            "tcpEstablishedTimeout": tcpEstablished.json, "tcpCloseWaitTimeout": tcpCloseWait.json,
            "tcpBeLiberal": .bool(tcpBeLiberal), "udpTimeout": udp.json,
            "udpStreamTimeout": udpStream.json,
        ]
    }
}

extension ConntrackSettings.Timeout {
    fileprivate var json: JSON {
        switch self {
        case .asItIs: "0s"
        // Written down, a default would be something asked for.
        case .atLeast: .null
        case .exactly(let time): .string(GoDuration.text(time))
        }
    }
}
