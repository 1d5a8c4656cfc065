import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// A list whose plugins are ours and the reference's in every order: each one goes on with what
/// the one before it said.
@Suite(.serialized) struct ChainTests {
    /// What a node runs beside its bridge.
    static let plugins: [JSON] = [
        [
            "type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
            "ipMasq": true,
            "ipam": [
                "type": "host-local",
                "ranges": [[["subnet": "10.244.1.0/24"]], [["subnet": "fd00:244:1::/64"]]],
                "routes": [["dst": "0.0.0.0/0"], ["dst": "::/0"]],
            ],
        ],
        ["type": "portmap", "capabilities": ["portMappings": true]],
        ["type": "firewall"],
        ["type": "tuning", "sysctl": ["net.ipv4.conf.eth0.arp_filter": "1"], "mtu": 1400],
        ["type": "bandwidth", "capabilities": ["bandwidth": true]],
    ]

    /// The same by the one plugin; others may still stand behind it.
    static let one: [JSON] = [
        [
            "type": "martlet", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
            "ipMasq": true, "macspoofchk": true,
            "capabilities": ["portMappings": true, "bandwidth": true],
            "ipam": plugins[0]["ipam"] ?? .null,
        ],
        plugins[3],
    ]

    static let request = ConflistRun.Request(
        "web",
        capabilities: [
            "portMappings": [
                ["hostPort": 8080, "containerPort": 80, "protocol": "tcp"],
                ["hostPort": 5353, "containerPort": 53, "protocol": "udp"],
            ],
            "bandwidth": [
                "ingressRate": 100_000_000, "ingressBurst": 10_000_000,
                "egressRate": 100_000_000, "egressBurst": 10_000_000,
            ],
        ])

    /// Types that the reference serves; ours serves the others.
    static let strangers: [Set<String>] = [
        [],
        ["portmap", "firewall", "tuning", "bandwidth"],
        ["bridge"],
        ["bridge", "firewall", "bandwidth"],
        ["portmap", "tuning"],
    ]

    @Test(arguments: strangers)
    func `a pod behind a mixed list is reached, checked, and gone without a trace`(
        strangers: Set<String>
    ) async throws {
        try await run(Self.plugins, strangers: strangers)
    }

    @Test(arguments: [[], ["tuning"], ["tuning", "firewall"]] as [Set<String>])
    func `so is one behind the one plugin, with others after it`(
        strangers: Set<String>
    ) async throws {
        let more: [JSON] = strangers.contains("firewall") ? [["type": "firewall"]] : []
        try await run(Self.one + more, strangers: strangers)
    }

    @Test func `two of ours that do the same in one list are told, and leave nothing`() throws {
        let wire = try Wire()
        _ = try wire.pod("web")
        let run = ConflistRun(
            ConflistTests.list(Self.one + [["type": "firewall"]]), on: wire)
        let failure = #expect(throws: ConflistFailure.self) { try run.add(Self.request) }
        #expect(failure?.plugin == "firewall" && failure?.error?.code == .invalidConfiguration)
        #expect(failure?.error?.message.contains("martlet of this list") == true)
        try run.delete(Self.request)
        #expect(try wire.hostLinks().isEmpty)
        #expect(try wire.reservations("net").isEmpty)
        #expect(try !wire.ruleset().contains("10.244.1.2"))
    }

    func run(_ plugins: [JSON], strangers: Set<String>) async throws {
        let place = try Neighbourhood()
        let wire = place.wire
        let web = try wire.pod("web")
        let before = try picture(of: wire)
        let run = ConflistRun(
            ["cniVersion": "1.0.0", "name": "net", "plugins": .array(plugins)], on: wire,
            strangers: strangers)
        let result = try run.add(Self.request)
        #expect(result["ips"]?.array?.first?["address"] == "10.244.1.2/24", "\(result)")
        try await place.serve("web", port: 80, in: web)
        try await place.serve("names", port: 53, in: web)
        try await place.serve("far", port: 70, in: place.outside)
        for (host, far) in zip(Neighbourhood.hostAddresses, Neighbourhood.outsideAddresses) {
            #expect(try place.ask(host, 8080, from: place.outside) == "web \(far)")
            #expect(try place.ask(host, 5353, by: "udp", from: place.outside) == "names \(far)")
            #expect(try place.ask(host, 8080, from: wire.host).hasPrefix("web "))
            #expect(try place.ask(host, 8080, from: web).hasPrefix("web "))
            #expect(try place.ask(far, 70, from: web) == "far \(host)")
        }
        let local = try place.ask("127.0.0.1", 8080, from: wire.host)
        #expect(local.hasPrefix("web "), "\(local)")
        let link = try wire.list(["link", "show", "eth0"], in: web)
        #expect(link.first?["mtu"] == 1400)
        try checkable(run).check(Self.request)
        // The server still holds the pod's namespace. The reference's bridge finds nothing to do
        // without its path, and would leave the pair.
        if !strangers.contains("bridge") { try wire.removePod("web") }
        try run.delete(Self.request)
        try run.delete(ConflistRun.Request("web", namespace: ""))
        let after = try picture(of: wire)
        #expect(after == before)
    }

    /// A list without the reference's portmap 1.1.1, whose CHECK looks for version 4's rules in
    /// version 6's table, and fails when there is any address of version 6.
    func checkable(_ run: ConflistRun) -> ConflistRun {
        var run = run
        guard run.implementation(of: "portmap") == .reference else { return run }
        let plugins = run.list["plugins"]?.array ?? []
        run.list["plugins"] = .array(plugins.filter { $0["type"] != "portmap" })
        return run
    }

    /// The host's links and addresses held, but for the bridge, which stays.
    func picture(of wire: Wire) throws -> [String] {
        let links = try wire.list(["link", "show"], in: wire.host)
            .compactMap { $0["ifname"]?.string }.filter { $0 != "cni0" }
        return links.sorted() + (try wire.reservations("net"))
    }
}
