import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// The plugin `tuning`, ours and the reference plugin's, behind the same bridge.
@Suite(.serialized) struct TuningAgreementTests {
    static func list(_ tuning: JSON) -> JSON {
        [
            "cniVersion": "1.0.0", "name": "tuned",
            "plugins": [BandwidthAgreementTests.bridge, tuning],
        ]
    }

    /// The pod's interface as `ip` shows it, and its settings.
    private func picture(_ wire: Wire) throws -> [String] {
        let pod = try NetworkNamespace(path: wire.path("web"))
        var lines: [String] = []
        for link in try wire.list(["link", "show", "dev", "eth0"], in: pod) {
            let flags = (link["flags"]?.array ?? []).compactMap(\.string).sorted()
            lines.append(
                "\(flags) mtu \(link["mtu"] ?? .null) \(link["address"] ?? .null) "
                    + "queue \(link["txqlen"] ?? .null)")
        }
        for key in ["net.core.somaxconn", "net.ipv4.conf.eth0.arp_filter"] {
            lines.append(try wire.tool("/usr/sbin/sysctl", [key], in: pod).text)
        }
        return lines
    }

    private func plain(_ lines: [String]) -> [String] {
        // The hardware address that the pair was made with is random, and the length of its queue,
        // which nobody waits in, is the bridge plugin's.
        lines.map { line in
            guard let mtu = line.firstRange(of: " mtu ") else { return line }
            return String(
                line[..<mtu.upperBound] + line[mtu.upperBound...].prefix { $0 != " " })
        }
    }

    @Test(
        arguments: [
            (["type": "tuning"], [:], ""),
            (["type": "tuning", "mtu": 1400, "promisc": true, "allmulti": true], [:], ""),
            (["type": "tuning", "mac": "02:00:00:00:00:07"], [:], ""),
            (
                ["type": "tuning", "mac": "02:00:00:00:00:07", "capabilities": ["mac": true]],
                ["mac": "02:00:00:00:00:08"], "MAC=02:00:00:00:00:09"
            ),
            (["type": "tuning"], [:], "MAC=02:00:00:00:00:09;IgnoreUnknown=1;K8S_POD_NAME=x"),
            (
                [
                    "type": "tuning", "sysctl": ["net.core.somaxconn": "500"],
                    "args": [
                        "cni": [
                            "sysctl": ["net.core.somaxconn": "501"], "mtu": 1300,
                            "mac": "02:00:00:00:00:0a",
                        ]
                    ],
                ], [:], ""
            ),
            (
                [
                    "type": "tuning",
                    "sysctl": ["net.ipv4.conf.IFNAME.arp_filter": "1", "net/core/somaxconn": "77"],
                ], [:], ""
            ),
            (
                ["type": "tuning", "allmulti": false, "promisc": false, "mtu": 0, "mac": ""], [:],
                ""
            ),
        ] as [(JSON, JSON, String)])
    func `the same options give the same result and the same interface`(
        tuning: JSON, capabilities: JSON, arguments: String
    ) throws {
        var pictures: [[String]] = []
        var results: [JSON] = []
        for implementation in Implementation.allCases {
            let wire = try Wire()
            _ = try wire.pod("web")
            // The bridge does not care for the hardware address that is meant for tuning.
            var bridgeOnly = Self.list(tuning)
            bridgeOnly["plugins"] = [BandwidthAgreementTests.bridge]
            let request = ConflistRun.Request("web", capabilities: capabilities)
            let made = try ConflistRun(bridgeOnly, on: wire, by: implementation).add(request)
            let before = try picture(wire)
            var configuration = tuning
            configuration["cniVersion"] = "1.0.0"
            configuration["name"] = "tuned"
            configuration["dataDir"] = .string(wire.folder + "/tuning")
            configuration["prevResult"] = made
            if tuning["capabilities"] != nil { configuration["runtimeConfig"] = capabilities }
            let answer = try wire.call(
                implementation, .add, configuration, pod: "web", arguments: arguments)
            #expect(answer.status == 0, "\(implementation): \(answer.text)")
            results.append(Example.masked(answer.json))
            let after = try picture(wire)
            let told = answer.json["interfaces"]?.array?[2]["mac"]?.string ?? "none"
            #expect(after[0].contains(told), "\(implementation): \(after[0])")
            pictures.append(plain(after))
            let removal = try wire.call(
                implementation, .delete, configuration, pod: "web", arguments: arguments)
            #expect(removal.status == 0, "\(implementation): \(removal.text)")
            #expect(try picture(wire)[0] == before[0], "\(implementation)")
            let folder = wire.folder + "/tuning"
            #expect(try !Files.exists(folder) || Files.list(folder).isEmpty)
        }
        #expect(pictures[0] == pictures[1])
        #expect(results[0] == results[1])
    }

    @Test(arguments: Implementation.allCases)
    func `either brings back what the other changed`(maker: Implementation) throws {
        let wire = try Wire()
        _ = try wire.pod("web")
        let list = Self.list([
            "type": "tuning", "mtu": 1400, "promisc": true, "allmulti": true,
            "mac": "02:00:00:00:00:07",
        ])
        let request = ConflistRun.Request("web")
        let result = try ConflistRun(list, on: wire, by: maker).add(request)
        try ConflistRun(list, on: wire, by: maker.other).check(request)
        var configuration: JSON = ["cniVersion": "1.0.0", "name": "tuned", "type": "tuning"]
        configuration["dataDir"] = .string(wire.folder + "/tuning")
        configuration["prevResult"] = result
        let answer = try wire.call(maker.other, .delete, configuration, pod: "web")
        #expect(answer.status == 0)
        let pod = try NetworkNamespace(path: wire.path("web"))
        let link = try wire.list(["link", "show", "dev", "eth0"], in: pod)[0]
        #expect(link["mtu"] == 1500 && link["promiscuity"] == 0)
        #expect(link["address"] != "02:00:00:00:00:07")
        #expect(try Files.list(wire.folder + "/tuning").isEmpty)
    }
}
