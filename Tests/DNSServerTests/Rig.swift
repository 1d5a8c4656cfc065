import ClusterZone
import DNSMessage
import DNSServer
import Foundation
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Testing

/// A real server on a port of its own, for one test.
final class Rig: Sendable {
    let server: DNSServer

    init(_ change: (inout ServerConfiguration) -> Void = { _ in }) throws {
        let zone = ZoneConfiguration(zone: try #require(DNSName("cluster.local")))
        var configuration = ServerConfiguration(listen: Self.loopback, zone: zone)
        configuration.workers = 2
        change(&configuration)
        server = try DNSServer(
            configuration, index: Self.state(configuration.zone, address: "10.96.0.1").index)
    }

    deinit { server.stop() }

    static let loopback = SocketEndpoint(.v4(.loopback), 0)

    /// A cluster of a Service with an address, a large headless one, and aliases.
    static func state(_ zone: ZoneConfiguration, address: String) -> ClusterState {
        var state = ClusterState(zone)
        let ports = [ServicePort(name: "http", protocol: .tcp, port: 80, targetPort: .number(80))]
        func service(_ name: String, _ spec: ServiceSpec) -> ObjectEvent {
            let meta = ObjectMeta(name: name, namespace: "prod")
            return .applied(.service(Service(metadata: meta, spec: spec)))
        }
        var out = ServiceSpec(type: .externalName, clusterIPs: [], ports: [])
        out.externalName = "www.example.org"
        var own = out
        own.externalName = "web.prod.svc.cluster.local"
        let many = (1...200).map { number in
            Endpoint(addresses: ["10.1.0.\(number)"], hostname: "host-\(number)")
        }
        let label = [EndpointSlice.serviceNameLabel: "many"]
        let slice = EndpointSlice(
            metadata: ObjectMeta(name: "many-a", namespace: "prod", labels: label),
            addressType: .ipv4, endpoints: many,
            ports: [EndpointPort(name: "http", protocol: .tcp, port: 80)])
        state.apply([
            service("web", ServiceSpec(clusterIPs: [address], ports: ports)),
            service("many", ServiceSpec(clusterIPs: ["None"], ports: ports)),
            service("out", out), service("own", own), .applied(.endpointSlice(slice)),
        ])
        return state
    }

    /// What dig prints, in lines without comments.
    func dig(_ arguments: String...) throws -> [String] {
        let port = "\(server.endpoint.port.rawValue)"
        let text = try Self.run(
            "/usr/bin/dig",
            ["@127.0.0.1", "-p", port, "+tries=1", "+time=5", "+noall", "+answer"] + arguments)
        return text.split(separator: "\n").map(String.init)
    }

    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// A socket that talks to the server alone.
    func client() throws -> DatagramSocket {
        let client = try DatagramSocket(bind: Self.loopback)
        try client.connect(to: server.endpoint)
        return client
    }

    /// The reply to a question over UDP.
    func ask(
        _ name: String, _ type: RecordType = .a, edns: EDNS? = nil, id: UInt16 = 7
    ) throws -> DNSMessage {
        let client = try client()
        try client.send(Self.query(name, type, edns: edns, id: id))
        let reply = try #require(try client.receive(timeout: .seconds(10)))
        return try DNSMessage(decoding: reply.bytes)
    }

    static func query(
        _ name: String, _ type: RecordType = .a, edns: EDNS? = nil, id: UInt16 = 7
    ) throws -> [UInt8] {
        let question = Question(try #require(DNSName(name)), type)
        return DNSMessage(
            header: Header(id: id, flags: [.recursionDesired]), questions: [question], edns: edns
        ).encoded()
    }

    static func framed(_ message: [UInt8]) -> [UInt8] {
        [UInt8(message.count >> 8), UInt8(truncatingIfNeeded: message.count)] + message
    }
}
