import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Two pods, the node and somebody outside, who ask one of the pods' servers by every way.
///
///     outside 192.0.2.9, 2001:db8::9 ── uplink 192.0.2.1, 2001:db8::1 node cni0 ── server, client
final class TrafficBed {
    let wire: Wire
    let implementation: Implementation
    private var servers: [ChildProcess] = []

    static let script = Files.directory(of: #filePath) + "/peers.py"

    init(_ implementation: Implementation) throws {
        wire = try Wire()
        self.implementation = implementation
        for pod in ["server", "client", "outside"] { _ = try wire.pod(pod) }
        try ip("link add uplink type veth peer name eth0 netns \(wire.path("outside"))")
        try ip("addr add 192.0.2.1/24 dev uplink")
        try ip("addr add 2001:db8::1/64 dev uplink nodad")
        try ip("link set uplink up")
        try ip("addr add 192.0.2.9/24 dev eth0", in: "outside")
        try ip("addr add 2001:db8::9/64 dev eth0 nodad", in: "outside")
        try ip("link set eth0 up", in: "outside")
    }

    deinit { for server in servers { _ = try? server.stop() } }

    func ip(_ words: String, in place: String = "node") throws {
        try wire.tool(
            "/usr/sbin/ip", words.split(separator: " ").map(String.init), in: namespace(place))
    }

    func namespace(_ place: String) throws -> NetworkNamespace {
        place == "node" ? wire.host : try NetworkNamespace(path: wire.path(place))
    }

    /// The configuration: a bridge with both families, then plugins that are looked at.
    static func list(_ plugins: [JSON], bridge: String = "cni0", number: Int = 7) -> JSON {
        let ranges: JSON = [
            [["subnet": .string("10.\(number).0.0/24")]],
            [["subnet": .string("fd00:\(number)::/64")]],
        ]
        let base: JSON = [
            "type": "bridge", "bridge": .string(bridge), "isDefaultGateway": true, "ipMasq": true,
            "ipam": ["type": "host-local", "ranges": ranges],
        ]
        return [
            "cniVersion": "1.0.0", "name": .string("net\(number)"),
            "plugins": .array([base] + plugins),
        ]
    }

    func run(_ list: JSON) -> ConflistRun { ConflistRun(list, on: wire, by: implementation) }

    /// Starts the server in a pod, and waits until it listens.
    func serve(in pod: String, port: Int = 80) async throws {
        let ready = "\(wire.folder)/ready-\(pod)"
        var program = ChildProcess.Program(
            "/usr/bin/env", ["python3", Self.script, "serve", String(port), ready])
        let namespace = try namespace(pod)
        program.networkNamespace = namespace.descriptor
        program.input = .null
        // Until it is started there, the namespace's descriptor has to stay open.
        try withExtendedLifetime(namespace) { servers.append(try ChildProcess.spawn(program)) }
        let deadline = Deadline(after: .seconds(60))
        while !Files.exists(ready) {
            try #require(!deadline.isOver, "the server listens")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The answers, each beside its question.
    func ask(_ questions: [String], from place: String) throws -> [String] {
        let answers = try wire.tool(
            "/usr/bin/env", ["python3", Self.script, "ask"] + questions, in: namespace(place)
        ).text.split(separator: "\n")
        return zip(questions, answers).map { "\(place) → \($0) seen as \($1)" }
    }

    /// Every question, from everywhere.
    func survey(port: Int = 8080) throws -> [String] {
        let node = ["192.0.2.1", "10.7.0.1", "2001:db8::1"]
        let ways = [
            ("outside", ["192.0.2.1", "2001:db8::1"]), ("client", node), ("server", node),
            ("node", node + ["127.0.0.1"]),
        ]
        return try ways.flatMap { place, addresses in
            try ask(
                addresses.flatMap { ["tcp/\($0)/\(port)", "udp/\($0)/\(port)"] }, from: place)
        }
    }
}
