import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Packets get where they should, with the addresses they should.
@Suite(.serialized) struct ReachabilityTests {
    /// A peer beyond the node: `uplink` on the host, an address on each side, and no route back to
    /// pods, so that only masqueraded packets are answered.
    func connectPeer(_ wire: Wire) throws -> NetworkNamespace {
        let peer = try wire.pod("peer")
        func ip(_ words: String, in namespace: NetworkNamespace) throws {
            let answer = try wire.run(
                "/usr/sbin/ip", words.split(separator: " ").map(String.init), in: namespace)
            try #require(answer.status == 0, "ip \(words): \(answer.diagnostics)")
        }
        let path = wire.path("peer")
        try ip("link add uplink type veth peer name eth0 netns \(path)", in: wire.host)
        try ip("addr add 192.0.2.1/24 dev uplink", in: wire.host)
        try ip("addr add 2001:db8::1/64 dev uplink nodad", in: wire.host)
        try ip("link set uplink up", in: wire.host)
        try ip("addr add 192.0.2.2/24 dev eth0", in: peer)
        try ip("addr add 2001:db8::2/64 dev eth0 nodad", in: peer)
        try ip("link set eth0 up", in: peer)
        return peer
    }

    @Test(arguments: Implementation.allCases)
    func `pods reach each other, the node, and a peer that knows only the node`(
        implementation: Implementation
    ) throws {
        let wire = try Wire()
        let (a, b) = (try wire.pod("a"), try wire.pod("b"))
        _ = try connectPeer(wire)
        let configuration = try Example.dualStack.configuration
        for pod in ["a", "b"] {
            let answer = try wire.call(implementation, .add, configuration, pod: pod)
            try #require(answer.status == 0, "\(answer.text)")
        }
        #expect(try wire.pings("10.245.1.21", from: a))
        #expect(try wire.pings("fd00:245:1::2", from: b))
        #expect(try wire.pings("10.245.1.20", from: wire.host))
        #expect(try wire.pings("fd00:245:1::1", from: a))
        #expect(try wire.pings("192.0.2.2", from: a))
        #expect(try wire.pings("2001:db8::2", from: b))
    }

    @Test func `what is not masqueraded keeps its source`() throws {
        let wire = try Wire()
        let a = try wire.pod("a")
        _ = try connectPeer(wire)
        var configuration = try Example.dualStack.configuration
        configuration["ipMasq"] = false
        try #require(try wire.call(.ours, .add, configuration, pod: "a").status == 0)
        // The peer has no way back to a pod's address.
        #expect(try !wire.pings("192.0.2.2", from: a))
        #expect(!(try wire.ruleset()).contains("martlet"))
    }

    @Test func `the first packet after ADD arrives`() throws {
        let wire = try Wire()
        for (index, example) in [Example.nodeBridge, .ipv6].enumerated() {
            let pod = try wire.pod("p\(index)")
            let answer = try wire.call(.ours, .add, try example.configuration, pod: "p\(index)")
            try #require(answer.status == 0, "\(answer.text)")
            let gateway = answer.json["ips"]?.array?.first?["gateway"]?.string ?? ""
            let ping = try wire.run(
                "/usr/bin/ping", ["-c", "1", "-W", "1", gateway], in: pod)
            #expect(ping.status == 0, "\(ping.text)")
        }
    }

    @Test func `the bridge keeps its hardware address`() throws {
        let wire = try Wire()
        let configuration = try Example.nodeBridge.configuration
        func mac() throws -> String? {
            try wire.list(["link", "show", "cnio0"], in: wire.host).first?["address"]?.string
        }
        var seen: Set<String?> = []
        for pod in ["a", "b", "c", "d", "e"] {
            _ = try wire.pod(pod)
            try #require(try wire.call(.ours, .add, configuration, pod: pod).status == 0)
            seen.insert(try mac())
        }
        for pod in ["c", "a", "e", "d"] {
            try #require(try wire.call(.ours, .delete, configuration, pod: pod).status == 0)
            seen.insert(try mac())
        }
        #expect(seen.count == 1)
    }
}
