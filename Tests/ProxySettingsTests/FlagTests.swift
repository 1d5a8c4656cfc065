import LinuxSystem
import NetworkAddress
import ProxySettings
import Testing

@Suite struct FlagTests {
    func read(
        _ flags: [String: String], file: String? = nil, proxyName: String? = nil
    ) throws -> (configuration: ProxyConfiguration, said: [String]) {
        var path: String?
        let folder = try Files.createTemporaryDirectory("proxy-settings")
        defer { try? Files.removeTree(folder) }
        if let file {
            path = folder + "/config"
            try Files.writeAtomically(
                folder + "/config", Array((ConfigurationTests.head + file).utf8))
        }
        var said: [String] = []
        let configuration = try ConfigurationSources(
            file: path, flags: flags, proxyName: proxyName
        ).read { said.append($0) }
        return (configuration, said)
    }

    func refusal(_ flags: [String: String]) -> String? {
        do {
            _ = try read(flags)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `flags say what fields say`() throws {
        let read = try read([
            "cluster-cidr": "10.244.0.0/16", "masquerade-all": "true", "v": "5",
            "nodeport-addresses": "192.0.2.0/24,fd00::/64", "oom-score-adj": "-5",
            "iptables-min-sync-period": "20ms", "iptables-sync-period": "1m",
            "conntrack-max-per-core": "0", "conntrack-udp-timeout": "30s",
            "conntrack-tcp-be-liberal": "true", "hostname-override": "Node-1",
        ]).configuration
        #expect(read.nodeName == "node-1")
        #expect(read.clusterCIDRs.map(\.description) == ["10.244.0.0/16"])
        #expect(read.masqueradesAll && read.verbosity == 5 && read.oomScoreAdjustment == -5)
        #expect(read.minSyncPeriod == .milliseconds(20) && read.syncPeriod == .seconds(60))
        #expect(read.conntrack.maxPerCore == 0 && read.conntrack.tcpBeLiberal)
        #expect(read.conntrack.udp == .exactly(.seconds(30)))
        #expect(
            read.nodePortAddresses
                == .prefixes(["192.0.2.0/24", "fd00::/64"].compactMap { IPPrefix($0) }))
    }

    @Test func `beside a file only the node's name and the verbosity hold`() throws {
        let read = try read(
            ["hostname-override": "node-2", "v": "4", "cluster-cidr": "10.9.0.0/16"],
            file: "hostnameOverride: node-1\nclusterCIDR: 10.244.0.0/16\n", proxyName: "mine")
        #expect(read.configuration.nodeName == "node-2")
        #expect(read.configuration.verbosity == 4)
        #expect(read.configuration.clusterCIDRs.map(\.description) == ["10.244.0.0/16"])
        #expect(read.configuration.proxyName == "mine")
        #expect(read.said == ["without effect beside --config: --cluster-cidr"])
    }

    @Test(
        arguments: [
            ([:], "0.0.0.0:10256"),
            (["healthz-bind-address": "127.0.0.1:1"], "127.0.0.1:1"),
            (["healthz-bind-address": ""], nil),
            (["healthz-port": "0"], nil),
            (["healthz-bind-address": "127.0.0.1:1", "healthz-port": "0"], nil),
            (["healthz-port": "12"], "0.0.0.0:12"),
            (["healthz-bind-address": "::1", "healthz-port": "12"], "[::1]:12"),
            (["healthz-bind-address": "127.0.0.1:1", "healthz-port": "12"], "127.0.0.1:1"),
            (["bind-address": "fd00::1"], "[::]:10256"),
        ] as [([String: String], String?)])
    func `where health is served`(flags: [String: String], expected: String?) throws {
        let read = try read(flags).configuration
        #expect(read.healthAddress?.description == expected)
    }

    @Test(arguments: [
        ("cluster-cidr", "pods", "--cluster-cidr: expected prefixes"),
        ("proxy-mode", "iptables", "--proxy-mode: expected \"nftables\""),
        ("nodeport-addresses", "everywhere", "--nodeport-addresses: expected \"primary\""),
        ("oom-score-adj", "low", "--oom-score-adj: expected -1000 to 1000"),
        ("conntrack-min", "-1", "--conntrack-min: expected a number from 0"),
        ("healthz-port", "70000", "--healthz-port: expected a port, or 0"),
        ("iptables-sync-period", "often", "--iptables-sync-period: expected a duration"),
        ("detect-local-mode", "BridgeInterface", "detectLocal.bridgeInterface: expected the"),
    ])
    func `a flag is refused by its name`(flag: String, text: String, message: String) throws {
        let line = try #require(refusal([flag: text]))
        #expect(line.hasPrefix(message), "\(line)")
    }

    @Test(arguments: [
        ("sync --v=2 --config=/c", "sync --v=2 --config=/c"),
        ("sync -v=4", "sync --v=4"), ("sync -v 4 -v", "sync --v=4 -v"), ("plan -v", "plan -v"),
        ("sync --masquerade-all=true", "sync --masquerade-all"),
        ("sync --masquerade-all=0 --once", "sync --once"),
        ("sync --masquerade_all --cluster_cidr=x", "sync --masquerade-all --cluster-cidr=x"),
        ("sync --masquerade-all=maybe", "sync --masquerade-all=maybe"),
        ("sync --ipvs-scheduler rr --profiling --once", "sync --once"),
        ("sync --feature-gates=A=true,B=false x", "sync x"),
        ("show -o json -- --profiling", "show -o json -- --profiling"),
    ])
    func `kube-proxy's way to write flags is understood`(given: String, expected: String) {
        let words = CommandWords(given.split(separator: " ").map(String.init))
        #expect(words.words.joined(separator: " ") == expected)
    }

    @Test func `flags without effect are told by reason`() {
        let words = CommandWords(["--ipvs-strict-arp", "--kube-api-qps=5", "--ipvs-scheduler=rr"])
        #expect(words.words == [])
        #expect(
            words.announcements == [
                "without effect, another mode's: --ipvs-strict-arp, --ipvs-scheduler",
                "without effect, this client asks for JSON and waits for nobody's quota: "
                    + "--kube-api-qps",
            ])
    }
}
