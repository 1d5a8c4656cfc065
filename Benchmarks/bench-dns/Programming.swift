import ClusterZone
import DNSMessage
import DNSServer
import Foundation
import LinuxSystem
import NetworkAddress

/// How long after a Service's change its first new answer comes, over UDP, in this process.
enum Programming {
    static func run() throws {
        print("\nDNS.programming: a Service's change to its first new answer, us")
        print("  Services      p50      p99")
        var medians: [Double] = []
        for services in [100, 10_000] {
            let times = try measure(services: services, changes: 300).sorted()
            medians.append(times[times.count / 2])
            print(
                String(
                    format: "  %8d %8.0f %8.0f", services, times[times.count / 2],
                    times[times.count * 99 / 100]))
        }
        print(String(format: "  ratio    %8.2f", medians[1] / medians[0]))
    }

    private static func measure(services: Int, changes: Int) throws -> [Double] {
        guard let zone = DNSName("cluster.local") else { return [] }
        let workload = Workload(services: services)
        var state = ClusterState(ZoneConfiguration(zone: zone))
        state.apply(workload.events)
        let endpoint = SocketEndpoint(.v4(.loopback), 0)
        var configuration = ServerConfiguration(listen: endpoint, zone: state.configuration)
        configuration.workers = 1
        let server = try DNSServer(configuration, index: state.index)
        defer { server.stop() }
        let client = try DatagramSocket(bind: SocketEndpoint(.v4(.loopback), 0))
        try client.connect(to: server.endpoint)
        var times: [Double] = []
        for change in 0..<changes {
            let number = change * 7919 % services
            let address = "10.200.\(change / 250).\(change % 250 + 1)"
            let object = workload.service(number, clusterIP: address)
            let start = MonotonicClock.nanoseconds
            state.apply([.applied(object)])
            server.publication.publish(state.index)
            while try ask(client, workload.host(number)) != address {}
            times.append(Double(MonotonicClock.nanoseconds - start) / 1000)
        }
        return times
    }

    private static func ask(_ client: DatagramSocket, _ name: String) throws -> String {
        guard let name = DNSName(name) else { return "" }
        let query = DNSMessage(header: Header(id: 1), questions: [Question(name, .a)])
        try client.send(query.encoded())
        guard let reply = try client.receive(timeout: .seconds(1)) else { return "" }
        return try DNSMessage(decoding: reply.bytes).answers.first.map { "\($0.data)" } ?? ""
    }
}
