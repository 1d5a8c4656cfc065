import LinuxSystem
import PodNetworkTesting
import Testing

/// A wire whose host has a neighbour outside, with servers in pods.
///
///     outside 192.0.2.9, fd00:2::9 ────────── 192.0.2.1, fd00:2::1 host ── pods
final class Neighbourhood {
    let wire: Wire
    let outside: NetworkNamespace
    private var servers: [ChildProcess] = []

    static let hostAddresses = ["192.0.2.1", "fd00:2::1"]
    static let outsideAddresses = ["192.0.2.9", "fd00:2::9"]
    private static let scripts = Files.directory(of: #filePath)

    init() throws {
        wire = try Wire()
        outside = try wire.pod("outside")
        let link = ["link", "add", "up0", "type", "veth", "peer", "name", "eth0", "netns"]
        try wire.tool("/usr/sbin/ip", link + [wire.path("outside")], in: wire.host)
        for (namespace, name, addresses) in [
            (wire.host, "up0", Self.hostAddresses), (outside, "eth0", Self.outsideAddresses),
        ] {
            for address in addresses {
                // Duplicate detection would hold the address of version 6 back for a second.
                let isNew = address.contains(":") ? ["nodad"] : []
                let length = address.contains(":") ? "/64" : "/24"
                try wire.tool(
                    "/usr/sbin/ip", ["address", "add", address + length, "dev", name] + isNew,
                    in: namespace)
            }
            try wire.tool("/usr/sbin/ip", ["link", "set", name, "up"], in: namespace)
        }
        for address in Self.outsideAddresses {
            let family = address.contains(":") ? "-6" : "-4"
            try wire.tool(
                "/usr/sbin/ip", [family, "route", "add", "default", "via", address],
                in: wire.host)
        }
    }

    deinit {
        for server in servers { _ = try? server.stop() }
    }

    /// Starts a server in a pod or outside, and waits until it listens.
    func serve(_ name: String, port: Int, in namespace: NetworkNamespace) async throws {
        let ready = "\(wire.folder)/ready-\(name)-\(port)"
        var program = ChildProcess.Program(
            "/usr/bin/env",
            ["python3", Self.scripts + "/server.py", name, String(port), ready])
        program.networkNamespace = namespace.descriptor
        program.input = .null
        servers.append(try ChildProcess.spawn(program))
        let deadline = Deadline(after: .seconds(60))
        while !Files.exists(ready) {
            try #require(!deadline.isOver, "\(name) listens")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// What a server answers a namespace: its name and whom it saw; or why there is no answer.
    func ask(
        _ address: String, _ port: Int, by kind: String = "tcp", from namespace: NetworkNamespace
    ) throws -> String {
        try wire.tool(
            "/usr/bin/env",
            ["python3", Self.scripts + "/client.py", kind, address, String(port)], in: namespace
        ).text.filter { !$0.isNewline }
    }
}
