import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// The plugin `tuning` where the reference plugin fails, or does less.
@Suite(.serialized) struct TuningKernelTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    /// A configuration behind a bridge that has made its part.
    private func attached(_ tuning: JSON, pod: String = "web") throws -> JSON {
        _ = try wire.pod(pod)
        let list: JSON = [
            "cniVersion": "1.0.0", "name": "tuned", "plugins": [BandwidthAgreementTests.bridge],
        ]
        var configuration = tuning
        configuration["type"] = "tuning"
        configuration["cniVersion"] = "1.1.0"
        configuration["name"] = "tuned"
        configuration["dataDir"] = .string(wire.folder + "/tuning")
        configuration["prevResult"] = try ConflistRun(list, on: wire)
            .add(ConflistRun.Request(pod))
        return configuration
    }

    private func backups() throws -> [String] {
        let folder = wire.folder + "/tuning"
        return Files.exists(folder) ? try Files.list(folder) : []
    }

    private func setting(_ key: String) throws -> String {
        let pod = try NetworkNamespace(path: wire.path("web"))
        return try wire.tool("/usr/sbin/sysctl", ["-n", key], in: pod).text
    }

    @Test func `the queue's length is set, checked and brought back`() throws {
        let configuration = try attached(["txQLen": 77])
        #expect(try wire.call(.ours, .add, configuration, pod: "web").status == 0)
        let pod = try NetworkNamespace(path: wire.path("web"))
        #expect(try wire.list(["link", "show", "dev", "eth0"], in: pod)[0]["txqlen"] == 77)
        #expect(try wire.call(.ours, .check, configuration, pod: "web").status == 0)
        #expect(try wire.call(.ours, .delete, configuration, pod: "web").status == 0)
        #expect(try wire.list(["link", "show", "dev", "eth0"], in: pod)[0]["txqlen"] == 1000)
    }

    @Test(arguments: [
        ("ip link set eth0 mtu 1300", "the MTU of eth0 is 1300, not 1400"),
        ("ip link set eth0 address 02:00:00:00:00:01", "the hardware address of eth0 is"),
        ("ip link set eth0 promisc off", "promiscuity of eth0 is false"),
        ("ip link set eth0 allmulticast off", "all multicast of eth0 is false"),
        ("ip link set eth0 txqueuelen 5", "the queue's length of eth0 is 5, not 77"),
        ("sysctl -w net.ipv4.conf.eth0.arp_filter=0", "arp_filter is 0, not 1"),
        ("ip link del eth0", "the pod has no interface eth0"),
        ("true", ""),
    ])
    func `CHECK names what has changed`(command: String, words: String) throws {
        let configuration = try attached([
            "mtu": 1400, "mac": "02:00:00:00:00:07", "promisc": true, "allmulti": true,
            "txQLen": 77,
            "sysctl": ["net.ipv4.conf.IFNAME.arp_filter": "1", "net.ipv4.ping_group_range": "0 7"],
        ])
        let made = try wire.call(.ours, .add, configuration, pod: "web")
        #expect(made.status == 0, "\(made.text)")
        let pod = try NetworkNamespace(path: wire.path("web"))
        try wire.tool("/usr/bin/env", command.split(separator: " ").map(String.init), in: pod)
        let answer = try wire.call(.ours, .check, configuration, pod: "web")
        guard !words.isEmpty else {
            #expect(answer.status == 0, "\(answer.text)")
            return
        }
        #expect(answer.error?.code == .checkFailed, "\(answer.text)")
        #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
    }

    @Test(
        arguments: [
            (["sysctl": ["kernel.hostname": "x"]], 7, "a key below net"),
            (["sysctl": ["net.ipv4.nonesuch": "1"]], 100, "set sysctl net.ipv4.nonesuch"),
            (["sysctl": ["net.core.somaxconn": "500", "net.zz": "1"]], 100, "set sysctl net.zz"),
            (["sysctl": ["net.core.somaxconn": "500"], "mtu": 7], 100, "change eth0"),
            (["sysctl": ["net/../kernel/hostname": "x"]], 7, "a key below net"),
            (["sysctl": ["net.core.somaxconn": 500]], 7, "a string"),
            (["sysctl": []], 7, "an object"),
            (["mac": "x"], 7, "mac: expected a hardware address"),
            (["mtu": -1], 7, "mtu: expected an integer from 0 to 65535"),
            (["txQLen": "1"], 7, "txQLen"), (["allmulti": 1], 7, "allmulti"),
            (["promisc": "yes"], 7, "promisc"), (["dataDir": "here", "mtu": 1400], 7, "dataDir"),
        ] as [(JSON, Int, String)])
    func `what cannot be is refused by its name, and nothing has changed`(
        tuning: JSON, code: Int, words: String
    ) throws {
        var configuration = try attached(tuning)
        if tuning["dataDir"] != nil { configuration["dataDir"] = "here" }
        let before = try setting("net.core.somaxconn")
        let answer = try wire.call(.ours, .add, configuration, pod: "web")
        #expect(answer.error?.code.number == code, "\(answer.text)")
        #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
        #expect(try setting("net.core.somaxconn") == before)
        #expect(try backups().isEmpty)
    }

    @Test func `a key may be there once`() throws {
        let configuration = try attached([:]).description
        let text = configuration.dropLast() + #","sysctl":{"net.a":"1","net.a":"2"}}"#
        let answer = try wire.run(
            try Implementation.ours.executable("tuning"), [], in: wire.host, calledAs: "tuning",
            environment: [
                "CNI_COMMAND=ADD", "CNI_CONTAINERID=web", "CNI_IFNAME=eth0",
                "CNI_NETNS=\(wire.path("web"))",
            ], input: Array(text.utf8))
        #expect(answer.status == 1, "\(answer.text)")
        #expect(answer.text.contains("net.a"), "\(answer.text)")
    }

    @Test func `DEL without a namespace forgets the backup, twice`() throws {
        let configuration = try attached(["mtu": 1400])
        #expect(try wire.call(.ours, .add, configuration, pod: "web").status == 0)
        #expect(try backups() == ["web_eth0.json"])
        for _ in 0..<2 {
            let answer = try wire.call(
                .ours, .delete, configuration, pod: "web", namespace: "")
            #expect(answer.status == 0, "\(answer.text)")
            #expect(try backups().isEmpty)
        }
    }

    @Test func `GC forgets the backups of attachments that are gone`() throws {
        for pod in ["web", "old"] {
            let configuration = try attached(["mtu": 1400], pod: pod)
            #expect(try wire.call(.ours, .add, configuration, pod: pod).status == 0)
        }
        var collection: JSON = [
            "cniVersion": "1.1.0", "name": "other", "type": "tuning",
            "dataDir": .string(wire.folder + "/tuning"),
            "cni.dev/valid-attachments": [["containerID": "web", "ifname": "eth0"]],
        ]
        #expect(try wire.call(.ours, .garbageCollect, collection, pod: "").status == 0)
        #expect(try backups().count == 2)
        collection["name"] = "tuned"
        #expect(try wire.call(.ours, .garbageCollect, collection, pod: "").status == 0)
        #expect(try backups() == ["web_eth0.json"])
    }

    @Test(arguments: [
        ("^net\\.core\\.somaxconn$\n\n  ^net\\.ipv6\\..*$ \n", 0, ""),
        ("^net\\.ipv4\\.\n", 1, "net.core.somaxconn is not allowed on this node"),
        ("", 1, "not allowed"), ("(\n", 1, "is no expression"),
    ])
    func `an administrator's list decides`(
        list: String, status: Int32, words: String
    ) throws {
        // A root of its own for `/etc`: the machine's stays as it is.
        let folder = wire.folder + "/etc/cni/tuning"
        try Files.createDirectories(folder)
        try Files.createExclusively(folder + "/allowlist.conf", Array(list.utf8))
        let configuration = try attached(["sysctl": ["net.core.somaxconn": "500"]])
        let program = try Implementation.ours.executable("tuning")
        let script = "mount --bind '\(wire.folder)/etc' /etc && exec -a tuning '\(program)'"
        let answer = try wire.run(
            "/usr/bin/unshare", ["-m", "/bin/bash", "-c", script], in: wire.host,
            environment: [
                "CNI_COMMAND=ADD", "CNI_CONTAINERID=web", "CNI_IFNAME=eth0",
                "CNI_NETNS=\(wire.path("web"))", "PATH=/usr/bin:/bin:/usr/sbin",
            ], input: configuration.serialized())
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.text.contains(words), "\(answer.text)")
    }
}
