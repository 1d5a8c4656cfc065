import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import PodNetworkTesting
import Testing

/// Whoever knows a pod's address from ADD reaches the pod, and the pod reaches others: no packet is
/// lost that would come again a second later. No time is measured; segments sent twice are counted.
@Suite(.serialized) struct FirstPacketTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var plugin: String
        var family: AddressFamily

        var testDescription: String { "\(plugin), \(family)" }
        var isVersion6: Bool { family == .ipv6 }
    }

    static let cases = ["bridge", "ptp", "martlet"].flatMap { plugin in
        AddressFamily.allCases.map { Case(plugin: plugin, family: $0) }
    }

    static let port = Port(80)

    /// The node, somebody beyond it, and pods with a server each.
    final class Bed {
        let item: Case
        let wire: Wire
        private var listeners: [StreamListener] = []
        private var addresses: [String: IPAddress] = [:]
        private var places: [String: NetworkNamespace] = [:]

        init(_ item: Case) throws {
            self.item = item
            wire = try Wire()
            places["node"] = wire.host
            places["peer"] = try wire.pod("peer")
            let (node, peer) =
                item.isVersion6
                ? ("2001:db8::1/64", "2001:db8::2/64") : ("192.0.2.1/24", "192.0.2.2/24")
            let flags = item.isVersion6 ? " nodad" : ""
            try ip("link add uplink type veth peer name eth0 netns \(wire.path("peer"))")
            try ip("addr add \(node) dev uplink" + flags)
            try ip("link set uplink up")
            try ip("addr add \(peer) dev eth0" + flags, in: "peer")
            try ip("link set eth0 up", in: "peer")
            let gateway = node.split(separator: "/")[0]
            try ip("route add default via \(gateway)", in: "peer")
            try serve("node")
        }

        func ip(_ words: String, in place: String = "node") throws {
            let family = item.isVersion6 ? ["-6"] : []
            try wire.tool(
                "/usr/sbin/ip", family + words.split(separator: " ").map(String.init),
                in: try #require(places[place]))
        }

        /// DEL, and the end of the pod with its server.
        func remove(_ pod: String) throws {
            let answer = try wire.call(.ours, .delete, configuration, pod: pod)
            try #require(answer.status == 0, "\(answer.text)")
            places[pod] = nil
            try wire.removePod(pod)
        }

        var configuration: JSON {
            let (subnet, all): (JSON, JSON) =
                item.isVersion6 ? ("fd09::/64", "::/0") : ("10.9.0.0/24", "0.0.0.0/0")
            var configuration: JSON = [
                "cniVersion": "1.0.0", "name": "first", "type": .string(item.plugin),
                "ipam": [
                    "type": "host-local", "ranges": [[["subnet": subnet]]],
                    "routes": [["dst": all]],
                ],
            ]
            if item.plugin != "ptp" { configuration["isGateway"] = true }
            return configuration
        }

        func serve(_ place: String) throws {
            let any = try #require(IPAddress(item.isVersion6 ? "::" : "0.0.0.0"))
            listeners.append(
                try #require(places[place]).run {
                    try StreamListener(
                        bind: SocketEndpoint(address: any, port: FirstPacketTests.port))
                })
        }

        /// ADD of a pod that has its server already.
        func add(_ pod: String, arguments: String = "") throws {
            places[pod] = try wire.pod(pod)
            try serve(pod)
            let answer = try wire.call(
                .ours, .add, configuration, pod: pod, arguments: arguments)
            try #require(answer.status == 0, "\(answer.text)")
            let said = answer.json["ips"]?.array?.first
            let own = said?["address"]?.string?.split(separator: "/").first ?? ""
            addresses[pod] = IPAddress(String(own))
            addresses["node"] = IPAddress(said?["gateway"]?.string ?? "")
        }

        /// Connects, and counts what had to be sent twice, here or there.
        func repeats(from place: String, to target: String) throws -> Int {
            let (here, there) = (try #require(places[place]), try #require(places[target]))
            let endpoint = SocketEndpoint(
                address: try #require(addresses[target]), port: FirstPacketTests.port)
            let before = try Self.repeats(here) + Self.repeats(there)
            try here.run { _ = try StreamSocket(connect: endpoint, timeout: .seconds(30)) }
            return try Self.repeats(here) + Self.repeats(there) - before
        }

        /// Segments of TCP that a namespace sent again.
        private static func repeats(_ namespace: NetworkNamespace) throws -> Int {
            let lines = try namespace.run { try Files.readText("/proc/thread-self/net/snmp") }
                .split(separator: "\n").filter { $0.hasPrefix("Tcp:") }
                .map { $0.split(separator: " ") }
            try #require(lines.count == 2)
            let column = try #require(lines[0].firstIndex(of: "RetransSegs"))
            return try #require(Int(lines[1][column]))
        }
    }

    @Test(arguments: cases) func `nobody who uses a pod's address at once waits`(
        item: Case
    ) throws {
        let bed = try Bed(item)
        // The bridge comes up with its first pod, too.
        try bed.add("a")
        #expect(try bed.repeats(from: "peer", to: "a") == 0)
        try bed.add("b")
        #expect(try bed.repeats(from: "a", to: "b") == 0)
        for number in 0..<4 {
            let (asking, calling, asked) = ("c\(number)", "d\(number)", "e\(number)")
            try bed.add(asking)
            #expect(try bed.repeats(from: asking, to: "node") == 0)
            try bed.add(calling)
            #expect(try bed.repeats(from: calling, to: "a") == 0)
            try bed.add(asked)
            #expect(try bed.repeats(from: "node", to: asked) == 0)
        }
    }

    @Test(arguments: cases) func `a pod is reached at an address that another had before`(
        item: Case
    ) throws {
        let bed = try Bed(item)
        try bed.add("a")
        let wanted = item.isVersion6 ? "IP=fd09::77" : "IP=10.9.0.77"
        for pod in ["b", "c"] {
            try bed.add(pod, arguments: wanted)
            #expect(try bed.repeats(from: "a", to: pod) == 0)
            #expect(try bed.repeats(from: "node", to: pod) == 0)
            try bed.remove(pod)
        }
    }

    @Test(arguments: ["bridge", "ptp", "martlet"])
    func `the node can ask for neighbours at once, also for others`(plugin: String) throws {
        let bed = try Bed(Case(plugin: plugin, family: .ipv6))
        try bed.add("a")
        let links = try bed.wire.list(["-6", "addr", "show"], in: bed.wire.host)
        let gateways = links.filter { link in
            (link["addr_info"]?.array ?? []).contains { $0["local"] == "fd09::1" }
        }
        let gateway = try #require(gateways.first)
        let own = (gateway["addr_info"]?.array ?? []).filter { $0["scope"] == "link" }
        #expect(own.count == 1)
        #expect(own.allSatisfy { $0["tentative"] == nil })
    }
}
