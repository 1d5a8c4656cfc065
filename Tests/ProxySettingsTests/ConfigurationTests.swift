import NetworkAddress
import ProxySettings
import Testing

@Suite struct ConfigurationTests {
    let head = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"

    func parse(_ text: String) throws(ConfigurationError) -> KubeProxyConfiguration {
        try KubeProxyConfiguration(parsing: Array((head + text).utf8), file: "config.yaml")
    }

    func refusal(_ text: String) -> String? {
        do throws(ConfigurationError) {
            _ = try parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `what people have in their files is read`() throws {
        let read = try parse(
            """
            bindAddress: 0.0.0.0
            clientConnection: {acceptContentTypes: "", burst: 0, kubeconfig: /x, qps: 0}
            clusterCIDR: 10.244.0.0/16,fd00:244::/48
            conntrack: {maxPerCore: null, min: null, tcpCloseWaitTimeout: null}
            detectLocal: {bridgeInterface: "", interfaceNamePrefix: ""}
            detectLocalMode: ""
            enableProfiling: false
            hostnameOverride: node-1
            iptables: {masqueradeAll: false, masqueradeBit: null, minSyncPeriod: 0s}
            ipvs: {excludeCIDRs: null, scheduler: "", strictARP: false}
            metricsBindAddress: ""
            mode: nftables
            nftables: {masqueradeAll: true, masqueradeBit: 5, minSyncPeriod: 1s}
            nodePortAddresses: [192.0.2.0/24]
            logging: {verbosity: 2}
            winkernel: {enableDSR: false, networkName: ""}
            """)
        #expect(read.configuration.nodeName == "node-1")
        #expect(
            read.configuration.clusterCIDRs.map(\.description) == [
                "10.244.0.0/16", "fd00:244::/48",
            ])
        #expect(read.configuration.masqueradesAll)
        #expect(read.configuration.masqueradeBit == 5)
        #expect(read.configuration.kubeconfig == "/x")
        #expect(read.announcements == [])
    }

    @Test(arguments: [
        ("clusterCidr: x", "config.yaml:3: clusterCidr: no such field"),
        ("nftables: {masquerade: true}", "config.yaml:3: nftables.masquerade: no such field"),
        ("clusterCIDR: 10.244.0.0/33", "config.yaml:3: clusterCIDR: expected prefixes"),
        ("clusterCIDR: 7", "config.yaml:3: clusterCIDR: expected text"),
        ("mode: ipvs", "config.yaml:3: mode: expected \"nftables\", found \"ipvs\""),
        ("detectLocalMode: BridgeInterface", "config.yaml:3: detectLocalMode: only"),
        ("detectLocal: {bridgeInterface: br0}", "config.yaml:3: detectLocal.bridgeInterface: not"),
        ("nodePortAddresses: [primary, 10.0.0.0/8]", "config.yaml:3: nodePortAddresses: expected"),
        ("nftables: {masqueradeBit: 32}", "config.yaml:3: nftables.masqueradeBit: expected"),
        ("nodePortAddresses: 10.0.0.0/8", "config.yaml:3: nodePortAddresses: expected a list"),
    ])
    func `what can't be followed is refused by name`(text: String, message: String) throws {
        let found = try #require(refusal(text))
        #expect(found.hasPrefix(message), "\(found)")
    }

    @Test func `node ports answer on the primary addresses, or within prefixes`() throws {
        let assigned = ["127.0.0.1", "192.0.2.1", "198.51.100.1", "fd00::1", "fe80::1"]
            .compactMap { IPAddress($0) }
        let primary = try #require(IPAddress("192.0.2.1"))
        func addresses(_ words: String...) throws -> [String] {
            try NodePortAddresses(words).addresses(primary: [primary], assigned: assigned)
                .map(\.description).sorted()
        }
        #expect(try addresses() == ["192.0.2.1"])
        #expect(try addresses("primary") == ["192.0.2.1"])
        #expect(try addresses("0.0.0.0/0") == ["192.0.2.1", "198.51.100.1", "fd00::1"])
        #expect(try addresses("198.51.100.0/24", "fe80::/10") == ["198.51.100.1"])
    }
}
