import FlowCleanup
import Foundation
import LinuxSystem
import NetworkAddress
import ServiceModel
import Synchronization
import Testing

/// Three hosts in a row: `client ── node ── server`. The node translates 10.96.0.1 and fd96::1 to
/// one of the server's two addresses. All of it goes with the value.
final class Street: Sendable {
    private let base: String
    let client: NetworkNamespace
    let node: NetworkNamespace
    let server: NetworkNamespace

    init() throws {
        base = "fc-\(ProcessInfo.processInfo.processIdentifier)-\(UInt16.random(in: 0...9999))"
        client = try NetworkNamespace.create(name: base + "-c")
        node = try NetworkNamespace.create(name: base + "-n")
        server = try NetworkNamespace.create(name: base + "-s")
        try link("c", "toClient", address: "10.1.0", "fd01:")
        try link("s", "toServer", address: "10.2.0", "fd02:")
        try tool("ip", "-n", base + "-s", "address", "add", "10.2.0.3/24", "dev", "toServer")
        try tool(
            "ip", "-n", base + "-s", "address", "add", "fd02::3/64", "dev", "toServer", "nodad")
        // A cluster address that nothing translates must be routed somewhere.
        try tool("ip", "-n", base + "-n", "route", "add", "default", "via", "10.1.0.2")
        try tool("ip", "-n", base + "-n", "route", "add", "default", "via", "fd01::2")
        try node.run {
            for name in ["ipv4/ip_forward", "ipv6/conf/all/forwarding"] {
                try Data("1".utf8).write(to: URL(filePath: "/proc/sys/net/" + name))
            }
        }
    }

    deinit {
        for end in ["-c", "-n", "-s"] { try? NetworkNamespace.remove(name: base + end) }
    }

    private func link(_ end: String, _ name: String, address: String, _ long: String) throws {
        try tool(
            "ip", "link", "add", name, "netns", "\(base)-\(end)", "type", "veth", "peer", "name",
            name, "netns", base + "-n")
        for (place, host) in [(end, "2"), ("n", "1")] {
            let space = "\(base)-\(place)"
            try tool("ip", "-n", space, "address", "add", "\(address).\(host)/24", "dev", name)
            try tool(
                "ip", "-n", space, "address", "add", "\(long):\(host)/64", "dev", name, "nodad")
            for device in ["lo", name] { try tool("ip", "-n", space, "link", "set", device, "up") }
        }
        let space = "\(base)-\(end)"
        try tool("ip", "-n", space, "route", "add", "default", "via", address + ".1")
        try tool("ip", "-n", space, "route", "add", "default", "via", long + ":1")
    }

    /// What the node does with the cluster addresses: the server's host number; nil drops.
    func translate(to host: Int?) throws {
        var script = "table inet t\ndelete table inet t\ntable inet t {\n"
        for hook in ["prerouting", "output"] {
            script += "chain \(hook) {\ntype nat hook \(hook) priority -100\n"
            if let host {
                script += "meta l4proto { tcp, udp } ip daddr 10.96.0.1 dnat ip to 10.2.0.\(host)\n"
                script += "meta l4proto { tcp, udp } ip6 daddr fd96::1 dnat ip6 to fd02::\(host)\n"
            }
            script += "}\n"
        }
        script += "chain forward {\ntype filter hook forward priority 0\n"
        script += "ip daddr 10.96.0.0/16 drop\nip6 daddr fd96::/16 drop\n}\n"
        script += "chain postrouting {\ntype nat hook postrouting priority 100\n}\n}\n"
        let path = "/tmp/\(base).nft"
        try Data(script.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try tool("ip", "netns", "exec", base + "-n", "nft", "-f", path)
    }

    @discardableResult
    func tool(_ words: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words)")
        return String(decoding: data, as: UTF8.self)
    }

    /// What a tool says about the node.
    func ask(_ words: String...) throws -> String {
        let process = ["ip", "netns", "exec", base + "-n"] + words
        return try tool(process.joined(separator: " "), through: "/bin/sh")
    }

    private func tool(_ line: String, through shell: String) throws -> String {
        try tool(shell, "-c", line)
    }
}

/// The addresses of one family on the street.
struct Ends: CustomTestStringConvertible, Sendable {
    var family: AddressFamily
    var testDescription: String { "\(family)" }

    static let both = [Ends(family: .ipv4), Ends(family: .ipv6)]

    func cluster(_ port: UInt16) throws -> SocketEndpoint {
        try endpoint(family == .ipv4 ? "10.96.0.1" : "fd96::1", port)
    }

    func server(_ host: Int, _ port: UInt16) throws -> SocketEndpoint {
        try endpoint((family == .ipv4 ? "10.2.0." : "fd02::") + "\(host)", port)
    }

    private func endpoint(_ text: String, _ port: UInt16) throws -> SocketEndpoint {
        SocketEndpoint(try #require(IPAddress(text)), Port(rawValue: port))
    }

    func plan(
        _ transport: TransportProtocol, port: UInt16, hosts: [Int], _ removal: RemovalPolicy = .keep
    ) throws -> ServicePortPlan {
        let cluster = try cluster(port)
        return ServicePortPlan(
            name: ServicePortName(
                service: ServiceKey(namespace: "default", name: "web"), port: "",
                transport: transport),
            frontends: [
                Frontend(
                    .clusterIP,
                    Frontend.Target(
                        address: cluster.address, transport: transport, port: cluster.port))
            ],
            clusterEndpoints: try hosts.map { WeightedEndpoint(try server($0, port)) },
            removal: removal)
    }
}

/// What a cleaner told.
final class Told: Sendable {
    private let events = Mutex<[FlowEvent]>([])

    func cleaner(in namespace: NetworkNamespace) throws -> FlowCleaner {
        try namespace.run { [self] in
            try FlowCleaner { [self] event in events.withLock { $0.append(event) } }
        }
    }

    /// How many flows were ended; a failure is the test's.
    func ended(_ transport: TransportProtocol) -> Int {
        events.withLock { events in
            events.reduce(0) { sum, event in
                switch event {
                case .swept(let sweep):
                    return sum + (sweep.transport == transport ? sweep.ended : 0)
                case .failed(_, let error), .untold(_, let error):
                    Issue.record("\(error)")
                    return sum
                }
            }
        }
    }
}
