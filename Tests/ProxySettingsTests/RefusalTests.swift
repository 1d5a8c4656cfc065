import ProxySettings
import Testing

@Suite struct RefusalTests {
    @Test(arguments: [
        ("clusterCidr: x", "clusterCidr: no such field in KubeProxyConfiguration"),
        ("nftables: {masquerade: true}", "nftables.masquerade: no such field"),
        ("nftables: true", "nftables: expected fields"),
        ("clusterCIDR: 10.244.0.0/33", "clusterCIDR: expected prefixes"),
        (
            "clusterCIDR: \"10.0.0.0/8,11.0.0.0/8\"",
            "clusterCIDR: expected one prefix, or one of each"
        ),
        ("clusterCIDR: 7", "clusterCIDR: expected text"),
        ("mode: ipvs", "mode: expected \"nftables\", found \"ipvs\""),
        ("detectLocalMode: Bridge", "detectLocalMode: expected one of \"ClusterCIDR\""),
        ("detectLocalMode: BridgeInterface", "detectLocal.bridgeInterface: expected the bridge"),
        (
            "detectLocal: {interfaceNamePrefix: a-name-that-is-too-long}, "
                + "detectLocalMode: InterfaceNamePrefix",
            "detectLocal.interfaceNamePrefix: expected how"
        ),
        ("nodePortAddresses: [primary, 10.0.0.0/8]", "nodePortAddresses: expected \"primary\""),
        ("nodePortAddresses: 10.0.0.0/8", "nodePortAddresses: expected a list"),
        ("nodePortAddresses: [7]", "nodePortAddresses: expected a list of texts"),
        ("nftables: {masqueradeBit: 32}", "nftables.masqueradeBit: expected 0 to 31"),
        ("nftables: {masqueradeBit: 1.5}", "nftables.masqueradeBit: expected 0 to 31"),
        ("iptables: {masqueradeBit: -1}", "iptables.masqueradeBit: expected 0 to 31"),
        ("nftables: {masqueradeAll: \"yes\"}", "nftables.masqueradeAll: expected true or false"),
        ("nftables: {syncPeriod: 30}", "nftables.syncPeriod: expected text"),
        ("nftables: {syncPeriod: 30 s}", "nftables.syncPeriod: expected a duration such as"),
        ("conntrack: {udpTimeout: -1s}", "conntrack.udpTimeout: expected a duration such as"),
        ("nftables: {minSyncPeriod: 31s}", "nftables.minSyncPeriod: expected at most"),
        ("conntrack: {min: -1}", "conntrack.min: expected a number from 0"),
        ("conntrack: {max: 1}", "conntrack.max: no such field"),
        ("oomScoreAdj: 1001", "oomScoreAdj: expected -1000 to 1000"),
        ("bindAddress: here", "bindAddress: expected an address"),
        ("healthzBindAddress: \":10256\"", "healthzBindAddress: expected an address and a port"),
        (
            "metricsBindAddress: \"127.0.0.1:0\"",
            "metricsBindAddress: expected an address and a port"
        ),
        ("clientConnection: {burst: -1}", "clientConnection.burst: expected a number from 0"),
        ("ipvs: {excludeCIDRs: all}", "ipvs.excludeCIDRs: expected a list"),
        ("hostnameOverride: \" \"", "hostnameOverride: expected a node's name"),
    ])
    func `what can't be followed is refused by file, line and name`(
        text: String, message: String
    ) throws {
        let head = "apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration"
        let found = #expect(throws: ConfigurationError.self) {
            _ = try KubeProxyConfiguration(
                parsing: Array("{\(head),\n\(text)}".utf8), file: "config.yaml")
        }
        let line = try #require(found).description
        #expect(line.hasPrefix("config.yaml:2: \(message)"), "\(line)")
    }

    @Test(arguments: [
        ("", "config.yaml: expected one KubeProxyConfiguration document"),
        ("kind: [", "config.yaml:2: did not find"),
        ("kind: KubeProxyConfiguration", "config.yaml:1: apiVersion: expected"),
        ("apiVersion: kubeproxy.config.k8s.io/v1alpha1", "config.yaml:1: kind: expected"),
        (
            "apiVersion: kubeproxy.config.k8s.io/v1alpha2\nkind: KubeProxyConfiguration",
            "config.yaml:1: apiVersion: expected \"kubeproxy.config.k8s.io/v1alpha1\""
        ),
    ])
    func `what is no configuration is refused`(text: String, message: String) throws {
        let found = #expect(throws: ConfigurationError.self) {
            _ = try KubeProxyConfiguration(parsing: Array(text.utf8), file: "config.yaml")
        }
        let line = try #require(found).description
        #expect(line.hasPrefix(message), "\(line)")
    }
}
