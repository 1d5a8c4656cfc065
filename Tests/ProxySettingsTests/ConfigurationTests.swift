import JSON
import NetworkAddress
import ProxySettings
import ServiceModel
import Testing

@Suite struct ConfigurationTests {
    static let head =
        "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"

    func parse(_ text: String) throws(ConfigurationError) -> KubeProxyConfiguration {
        try KubeProxyConfiguration(
            parsing: Array((Self.head + text).utf8), file: "config.yaml")
    }

    func refusal(_ text: String) -> String? {
        do throws(ConfigurationError) {
            _ = try parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    /// What kubeadm writes, but for the mode.
    static let kubeadm = """
        bindAddress: 0.0.0.0
        bindAddressHardFail: false
        clientConnection: {burst: 0, contentType: "", kubeconfig: /x, qps: 0}
        clusterCIDR: 10.244.0.0/16,fd00:244::/48
        configSyncPeriod: 0s
        conntrack: {maxPerCore: null, min: null, tcpBeLiberal: false, tcpCloseWaitTimeout: null,
          tcpEstablishedTimeout: null, udpStreamTimeout: 0s, udpTimeout: 0s}
        detectLocal: {bridgeInterface: "", interfaceNamePrefix: ""}
        detectLocalMode: ""
        enableProfiling: false
        healthzBindAddress: ""
        hostnameOverride: node-1
        iptables: {localhostNodePorts: null, masqueradeAll: false, masqueradeBit: null,
          minSyncPeriod: 0s, syncPeriod: 0s}
        ipvs: {excludeCIDRs: null, minSyncPeriod: 0s, scheduler: "", strictARP: false,
          syncPeriod: 0s, tcpFinTimeout: 0s, tcpTimeout: 0s, udpTimeout: 0s}
        logging: {flushFrequency: 0, options: {json: {infoBufferSize: "0"}}, verbosity: 0}
        metricsBindAddress: ""
        mode: nftables
        nftables: {masqueradeAll: false, masqueradeBit: null, minSyncPeriod: 0s, syncPeriod: 0s}
        nodePortAddresses: null
        oomScoreAdj: null
        portRange: ""
        showHiddenMetricsForVersion: ""
        winkernel: {enableDSR: false, forwardHealthCheckVip: false, networkName: "",
          rootHnsEndpointName: "", sourceVip: ""}
        """

    @Test func `a file that chooses nothing leaves the defaults, and nothing is said`() throws {
        let read = try parse(Self.kubeadm)
        var expected = ProxyConfiguration()
        expected.nodeName = "node-1"
        expected.kubeconfig = "/x"
        let pods = ["10.244.0.0/16", "fd00:244::/48"].compactMap { IPPrefix($0) }
        expected.localDetection = .clusterCIDR(pods)
        #expect(read.configuration == expected)
        // Options of a log that is not here are somebody's choice.
        #expect(
            read.announcements == [
                "config.yaml: without effect, one plain line for each thing that happens, "
                    + "on standard error: logging.options (line 19)"
            ])
    }

    @Test func `every field that is followed is read`() throws {
        let all = try parse(
            """
            hostnameOverride: " Node-1 "
            bindAddress: 192.0.2.7
            bindAddressHardFail: true
            healthzBindAddress: 192.0.2.7
            metricsBindAddress: "[::]:9999"
            detectLocalMode: BridgeInterface
            detectLocal: {bridgeInterface: cni0}
            clusterCIDR: 10.244.0.0/16
            nodePortAddresses: [192.0.2.0/24, 198.51.100.7/24]
            nftables: {masqueradeAll: true, masqueradeBit: 5, minSyncPeriod: 1.5s, syncPeriod: 1h2m}
            oomScoreAdj: -998
            conntrack: {maxPerCore: 0, min: 7, tcpBeLiberal: true, tcpCloseWaitTimeout: 30s,
              tcpEstablishedTimeout: 0s, udpStreamTimeout: 5m, udpTimeout: 30s}
            logging: {verbosity: 4}
            """
        ).configuration
        var expected = ProxyConfiguration()
        expected.nodeName = "node-1"
        expected.ownAddress = IPAddress("192.0.2.7")
        expected.failsWhenUnbound = true
        expected.healthAddress = SocketEndpoint("192.0.2.7:10256")
        expected.metricsAddress = SocketEndpoint("[::]:9999")
        expected.localDetection = .bridge("cni0")
        expected.nodePortAddresses = .prefixes(
            ["192.0.2.0/24", "198.51.100.0/24"].compactMap { IPPrefix($0) })
        expected.masqueradesAll = true
        expected.masqueradeBit = 5
        expected.minSyncPeriod = .milliseconds(1500)
        expected.syncPeriod = .seconds(3720)
        expected.oomScoreAdjustment = -998
        expected.conntrack.maxPerCore = 0
        expected.conntrack.min = 7
        expected.conntrack.tcpBeLiberal = true
        expected.conntrack.tcpCloseWait = .exactly(.seconds(30))
        expected.conntrack.tcpEstablished = .asItIs
        expected.conntrack.udpStream = .exactly(.seconds(300))
        expected.conntrack.udp = .exactly(.seconds(30))
        expected.verbosity = 4
        #expect(all == expected)
    }

    @Test(arguments: [
        ("ClusterCIDR", "", LocalDetection.clusterCIDR([])),
        ("NodeCIDR", "", .nodeCIDR),
        ("BridgeInterface", "detectLocal: {bridgeInterface: br0}", .bridge("br0")),
        (
            "InterfaceNamePrefix", "detectLocal: {interfaceNamePrefix: veth}",
            .interfacePrefix("veth")
        ),
    ])
    func `there are four ways to tell local pods`(
        mode: String, more: String, expected: LocalDetection
    ) throws {
        let read = try parse("detectLocalMode: \(mode)\n\(more)").configuration
        #expect(read.localDetection == expected)
        #expect(read.localDetection.mode == mode)
    }

    @Test func `local pods are told by what the mode needs`() throws {
        let pods = ["10.244.1.0/24", "10.9.0.0/24", "fd00:1::/64"].compactMap { IPPrefix($0) }
        #expect(LocalDetection.clusterCIDR([]).locality(podCIDRs: pods) == .unknown)
        #expect(
            LocalDetection.clusterCIDR([pods[0]]).locality(podCIDRs: []) == .prefixes([pods[0]]))
        #expect(LocalDetection.nodeCIDR.locality(podCIDRs: []) == .unknown)
        #expect(
            LocalDetection.nodeCIDR.locality(podCIDRs: pods) == .prefixes([pods[0], pods[2]]))
        #expect(LocalDetection.bridge("br0").locality(podCIDRs: pods) == .bridge("br0"))
        #expect(
            LocalDetection.interfacePrefix("veth").locality(podCIDRs: pods)
                == .interfacePrefix("veth"))
    }

    @Test func `what is chosen and has no effect is said, by reason`() throws {
        let read = try parse(
            """
            iptables: {masqueradeAll: true, syncPeriod: 30s}
            ipvs: {scheduler: rr}
            featureGates: {Some: true}
            clientConnection: {qps: 5, burst: 20}
            enableProfiling: true
            """)
        #expect(
            read.announcements == [
                "config.yaml: without effect, another mode's: "
                    + "iptables.masqueradeAll (line 3), ipvs.scheduler (line 4)",
                "config.yaml: without effect, this client asks for JSON and waits for nobody's "
                    + "quota: clientConnection.burst (line 6)",
                "config.yaml: without effect, there is no profiling here: "
                    + "enableProfiling (line 7)",
                "config.yaml: without effect, everything is built in, behind no gate: "
                    + "featureGates (line 5)",
            ])
    }

    @Test func `what is read comes out as a file again`() throws {
        for text in ["", Self.kubeadm, "detectLocalMode: NodeCIDR\nconntrack: {udpTimeout: 90s}"] {
            let read = try parse(text).configuration
            let written = read.json.serialized(pretty: true)
            let again = try KubeProxyConfiguration(parsing: written, file: "again")
            #expect(again.configuration == read)
            #expect(again.announcements == [])
        }
    }

    @Test func `an address of version 6 moves the defaults there`() throws {
        let read = try parse("bindAddress: \"::\"").configuration
        #expect(read.healthAddress?.description == "[::]:10256")
        #expect(read.metricsAddress?.description == "[::1]:10249")
        #expect(read.ownAddress == nil)
    }

    @Test func `bindAddress is the node's own address in its family`() throws {
        let read = try parse("bindAddress: 192.0.2.9").configuration
        let ofNode = ["192.0.2.1", "fd00::1"].compactMap { IPAddress($0) }
        #expect(
            read.primaryAddresses(ofNode: ofNode).map(\.description) == ["192.0.2.9", "fd00::1"])
        #expect(ProxyConfiguration().primaryAddresses(ofNode: ofNode) == ofNode)
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
