import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// A bridge's pool, and what else the node reaches.
@Suite struct NodeOverlapTests {
    @Test(arguments: [
        (["addr", "add", "10.66.1.200/24", "dev", "outside"], true),
        (["addr", "add", "10.66.1.200/25", "dev", "outside"], true),
        (["addr", "add", "10.66.0.1/16", "dev", "outside"], false),
        (["addr", "add", "10.66.1.0/32", "dev", "outside"], false),
        (["route", "add", "10.66.1.0/25", "dev", "outside"], true),
        (["route", "add", "10.66.0.0/16", "dev", "outside"], false),
        (["route", "add", "10.66.1.77/32", "dev", "outside"], false),
        (["route", "add", "blackhole", "10.66.1.0/24"], false),
        (["route", "add", "default", "dev", "outside"], false),
    ])
    func `a pool that holds a network of the node is refused`(
        words: [String], isRefused: Bool
    ) throws {
        let wire = try Wire()
        try wire.tool("/usr/sbin/ip", ["link", "add", "outside", "type", "bridge"], in: wire.host)
        try wire.tool("/usr/sbin/ip", ["link", "set", "outside", "up"], in: wire.host)
        try wire.tool("/usr/sbin/ip", words, in: wire.host)
        _ = try wire.pod("a")
        let configuration = try JSON(
            parsing: Array(
                """
                {"cniVersion":"1.0.0","name":"n","type":"bridge","bridge":"pods0","isGateway":true,
                 "ipam":{"type":"host-local","subnet":"10.66.1.0/24"}}
                """.utf8))
        let answer = try wire.call(.ours, .add, configuration, pod: "a")
        #expect(answer.status == (isRefused ? 1 : 0), "\(answer.text)")
        if isRefused {
            #expect(answer.error?.code == .invalidConfiguration)
            #expect(answer.error?.message.contains("pool 10.66.1.0/24 overlaps") == true)
            #expect(answer.error?.message.hasSuffix("outside") == true, "\(answer.text)")
            #expect(try wire.reservations("n").isEmpty)
        }
    }
}
