import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// What happens when things are not as they should be, and that nothing stays behind.
@Suite(.serialized) struct LifecycleTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    /// Nothing of a network is left but the bridge and the constant objects.
    func expectNothing(_ network: String, _ comment: Comment? = nil) throws {
        #expect(try wire.hostLinks().isEmpty, comment)
        #expect(try wire.reservations(network).isEmpty, comment)
        #expect(try !wire.ruleset().contains("elements = "), comment)
        #expect(try wire.indexed(network).isEmpty, comment)
    }

    func add(_ configuration: JSON, _ pod: String, interface: String = "eth0") throws -> Answer {
        let answer = try wire.call(.ours, .add, configuration, pod: pod, interface: interface)
        #expect(answer.status == 0, "\(answer.text)")
        return answer
    }

    @Test func `an interface that is there already is refused, and stays as it is`() throws {
        let pod = try wire.pod("a")
        let configuration = try Example.dualStack.configuration
        _ = try add(configuration, "a")
        let before = try wire.list(["addr"], in: pod).description
        let again = try wire.call(.ours, .add, configuration, pod: "a")
        #expect(again.error?.code == .alreadyExists)
        #expect(again.status == 1)
        #expect(try wire.list(["addr"], in: pod).description == before)
        #expect(try wire.reservations("dual").count == 2)
        #expect(try wire.pings("10.245.1.1", from: pod))
    }

    @Test func `a tunnel may have the pool's first address, and no other link one of the pool`()
        throws
    {
        _ = try wire.pod("a")
        let configuration = try Example.dualStack.configuration
        for words in [
            ["link", "add", "tunnel", "type", "veth", "peer", "name", "far"],
            ["addr", "add", "10.245.1.77/32", "dev", "tunnel"],
        ] {
            #expect(try wire.run("/usr/sbin/ip", words, in: wire.host).status == 0)
        }
        let refused = try wire.call(.ours, .add, configuration, pod: "a")
        #expect(refused.error?.message.contains("overlaps 10.245.1.77/32 on tunnel") == true)
        _ = try wire.call(.ours, .delete, configuration, pod: "a")
        for words in [
            ["addr", "del", "10.245.1.77/32", "dev", "tunnel"],
            ["addr", "add", "10.245.1.0/32", "dev", "tunnel"],
        ] {
            #expect(try wire.run("/usr/sbin/ip", words, in: wire.host).status == 0)
        }
        _ = try add(configuration, "a")
    }

    @Test func `a namespace that is missing, or is none, is named`() throws {
        let configuration = try Example.dualStack.configuration
        for path in ["/nonexistent", "/dev/null"] {
            let answer = try wire.call(
                .ours, .add, configuration, pod: "a", namespace: path)
            #expect(answer.error?.code == .invalidEnvironment)
            #expect(answer.error?.message.contains(path) == true)
        }
        try expectNothing("dual")
    }

    @Test func `DEL is repeated, and works without namespace or result`() throws {
        let configuration = try Example.dualStack.configuration
        _ = try wire.pod("a")
        for namespace in [nil, "", "/nonexistent", "/dev/null"] as [String?] {
            _ = try add(configuration, "a")
            for _ in 0..<2 {
                let answer = try wire.call(
                    .ours, .delete, configuration, pod: "a", namespace: namespace)
                #expect(answer.status == 0, "\(answer.text)")
                try expectNothing("dual", "\(namespace ?? "own")")
            }
        }
    }

    @Test func `DEL after the namespace is gone leaves nothing`() throws {
        let configuration = try Example.dualStack.configuration
        do {
            _ = try wire.pod("a")
            _ = try add(configuration, "a")
            try wire.removePod("a")
        }
        #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
        try expectNothing("dual")
    }

    /// A runtime that lost a container's namespace asks for the container in a new one; whoever
    /// still holds the old one keeps the pair in it alive.
    @Test(arguments: ["bridge", "martlet", "ptp"])
    func `an earlier pair that is still there, in a namespace it has left, gives way`(
        type: String
    ) throws {
        var configuration = try Example.dualStack.configuration
        configuration["type"] = .string(type)
        let old = try wire.pod("a")
        let first = try add(configuration, "a")
        let former = try #require(try wire.hostLinks().first)
        func elements() throws -> Int { try wire.ruleset().matches(of: /"dual\/a\/eth0/).count }
        let elementsBefore = try elements()
        #expect(elementsBefore > 1)
        try wire.removePod("a")
        let new = try wire.pod("a")
        #expect(try wire.list(["link", "show", "dev", "eth0"], in: old).count == 1)
        let second = try add(configuration, "a")
        #expect(try wire.list(["link"], in: old).count == 1, "lo alone")
        #expect(try wire.hostLinks() == [former])
        #expect(try wire.list(["link", "show", "dev", "eth0"], in: new).count == 1)
        #expect(try wire.pings("10.245.1.1", from: new))
        // Nobody else can have its addresses meanwhile, and nobody uses them: it keeps them.
        #expect(first.json["ips"] == second.json["ips"])
        #expect(try wire.reservations("dual").count == 2)
        #expect(try elements() == elementsBefore)
        #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
        try expectNothing("dual")
    }

    @Test func `two interfaces of a container come and go by themselves`() throws {
        let pod = try wire.pod("a")
        let configuration = try Example.dualStack.configuration
        _ = try add(configuration, "a", interface: "eth0")
        _ = try add(configuration, "a", interface: "eth1")
        #expect(
            try wire.call(.ours, .delete, configuration, pod: "a", interface: "eth0").status == 0)
        #expect(try wire.reservations("dual").count == 2)
        #expect(try wire.list(["link", "show", "eth1"], in: pod).count == 1)
        #expect(
            try wire.call(.ours, .delete, configuration, pod: "a", interface: "eth1").status == 0)
        try expectNothing("dual")
    }

    @Test(arguments: [
        (#"{"bridge":"lo"}"#, 7, "lo exists and is no bridge"),
        (#"{"vlan":7}"#, 100, "CONFIG_BRIDGE_VLAN_FILTERING"),
        (#"{"ipam":{"type":"nowhere"}}"#, 7, "ipam.type"),
        (#"{"mtu":70000}"#, 7, "mtu"),
        (#"{"ipMasq":"yes"}"#, 7, "ipMasq"),
        (
            #"{"ipam":{"type":"host-local","subnet":"10.1.0.0/24","#
                + #""routes":[{"dst":"10.9.0.0/16","gw":"192.0.2.9"}]}}"#,
            100, "add route 10.9.0.0/16"
        ),
        (#"{"ipam":{"type":"host-local","subnet":"127.0.0.0/8"}}"#, 7, "127.0.0.1/8 on lo"),
        (
            #"{"ipam":{"type":"host-local","subnet":"10.1.0.0/24","resolvConf":"/nonexistent"}}"#,
            5, "/nonexistent"
        ),
    ])
    func `an ADD that fails says why and leaves nothing`(
        changes: String, code: Int, words: String
    ) throws {
        let pod = try wire.pod("a")
        var configuration = try Example.dualStack.configuration
        for member in try JSON(parsing: Array(changes.utf8)).object?.members ?? [] {
            configuration[member.key] = member.value
        }
        let answer = try wire.call(.ours, .add, configuration, pod: "a")
        #expect(answer.status == 1)
        #expect(answer.error?.code.number == code, "\(answer.text)")
        #expect(answer.error?.message.contains(words) == true, "\(answer.text)")
        #expect(try wire.list(["link"], in: pod).count == 1)
        try expectNothing("dual")
        // A runtime calls DEL after a failed ADD, with the same configuration.
        #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
    }

    @Test func `another address on the bridge is refused, or gives way`() throws {
        _ = try wire.pod("a")
        _ = try wire.pod("b")
        var configuration = try Example.nodeBridge.configuration
        _ = try add(configuration, "a")
        configuration["ipam"]?["ranges"] = [[["subnet": "10.244.9.0/24"]]]
        let refused = try wire.call(.ours, .add, configuration, pod: "b")
        #expect(refused.error?.code == .invalidConfiguration)
        #expect(refused.error?.message.contains("10.244.1.1/24, not 10.244.9.1/24") == true)
        configuration["forceAddress"] = true
        _ = try add(configuration, "b")
        let addresses = try wire.list(["-4", "addr", "show", "cnio0"], in: wire.host)
        #expect(
            addresses.first?["addr_info"]?.array?.compactMap { $0["local"]?.string } == [
                "10.244.9.1"
            ])
    }

    @Test func `a set that goes on in a second subnet has both gateways on the bridge`() throws {
        let configuration = try Example.twoRanges.configuration
        for pod in ["a", "b"] {
            let namespace = try wire.pod(pod)
            let answer = try add(configuration, pod)
            let gateway = answer.json["ips"]?.array?.first?["gateway"]?.string ?? ""
            #expect(try wire.pings(gateway, from: namespace))
        }
        let addresses = try wire.list(["-4", "addr", "show", "cnit0"], in: wire.host)
        #expect(
            addresses.first?["addr_info"]?.array?.compactMap { $0["local"]?.string } == [
                "10.247.1.1", "10.247.2.1",
            ])
    }

    @Test func `an exhausted pool says so, and gives again what was released`() throws {
        var configuration = try Example.nodeBridge.configuration
        configuration["ipam"]?["ranges"] = [[["subnet": "10.244.1.0/30"]]]
        for pod in ["a", "b"] { _ = try wire.pod(pod) }
        _ = try add(configuration, "a")
        let answer = try wire.call(.ours, .add, configuration, pod: "b")
        #expect(answer.error?.code == .poolExhausted)
        #expect(answer.error?.message.contains("10.244.1.1-10.244.1.2") == true)
        configuration["cniVersion"] = "1.1.0"
        let status = try wire.call(.ours, .status, configuration, pod: "")
        #expect(status.error?.code == .notAvailable)
        #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
        #expect(try wire.call(.ours, .status, configuration, pod: "").status == 0)
        _ = try add(configuration, "b")
    }

    @Test func `without permission nothing is done and the reason is told`() throws {
        _ = try wire.pod("a")
        var configuration = try Example.linkOnly.configuration
        configuration["ipMasq"] = true
        let answer = try wire.run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--clear-groups", "--bounding-set=-all", "--", link("bridge")],
            in: wire.host,
            environment: [
                "CNI_COMMAND=ADD", "CNI_CONTAINERID=a", "CNI_NETNS=\(wire.path("a"))",
                "CNI_IFNAME=eth0",
            ], input: configuration.serialized())
        #expect(answer.status == 1)
        #expect(answer.text.contains("EPERM") || answer.text.contains("EACCES"), "\(answer.text)")
        #expect(answer.text.contains("\"code\""))
    }

    /// A name of a plugin that leads to the program, where anybody may execute it.
    func link(_ plugin: String) throws -> String {
        let copy = "\(wire.folder)/bin-\(plugin)/\(plugin)"
        try Files.createDirectories(Files.directory(of: copy))
        try Files.writeAtomically(
            copy, try Files.read(try Implementation.ours.executable(plugin)), mode: 0o755)
        _ = try wire.run("/usr/bin/chmod", ["755", wire.folder], in: wire.host)
        return copy
    }

    @Test func `the number of nftables objects does not depend on the number of pods`() throws {
        let configuration = try Example.dualStack.configuration
        func objects() throws -> Int {
            try wire.ruleset().split(separator: "\n").count {
                $0.contains("table ") || $0.contains("chain ") || $0.contains("set ")
                    || $0.contains("masquerade")
            }
        }
        _ = try wire.pod("p0")
        _ = try add(configuration, "p0")
        let one = try objects()
        for index in 1..<8 {
            _ = try wire.pod("p\(index)")
            _ = try add(configuration, "p\(index)")
        }
        #expect(try objects() == one)
        #expect(one == 7)
    }
}
