import Conntrack
import Netlink
import NetlinkTesting
import NetworkAddress
import Testing

/// Flows as the kernel tells them.
@Suite struct FlowTests {
    let vectors = VectorFolder(beside: #filePath)

    @Test func `flows of IPv4 keep both tuples, status and timeout`() throws {
        let flows = try vectors.messages("kernel-flows-ipv4").map { try Flow(decoding: $0) }
        let udp = try #require(flows.first)
        #expect("\(udp.original)" == "udp 127.0.0.1:48985 → 127.0.0.2:53")
        #expect("\(udp.reply)" == "udp 127.0.0.1:5353 → 127.0.0.1:48985")
        #expect(udp.status.contains([.destinationNAT, .confirmed]))
        #expect(!udp.status.contains(.seenReply))
        #expect(udp.timeoutSeconds == 29 && udp.zone == 0 && udp.id != nil)
        let tcp = try #require(flows.first { $0.original.transport == .tcp })
        #expect(tcp.tcpState == 8 && tcp.status.contains([.seenReply, .assured]))
        let ping = try #require(flows.first { $0.original.echo != nil })
        #expect(ping.original.echo?.type == 8 && ping.reply.echo?.type == 0)
        #expect(ping.original.sourcePort == nil)
    }

    @Test func `flows of IPv6 keep their addresses`() throws {
        let flows = try vectors.messages("kernel-flows-ipv6").map { try Flow(decoding: $0) }
        #expect(flows.map { "\($0.original)" } == ["udp [::1]:41640 → [::1]:53"])
    }

    @Test func `a tuple is encoded as the kernel encodes it`() throws {
        for name in ["kernel-flows-ipv4", "kernel-flows-ipv6"] {
            for message in try vectors.messages(name) {
                let flow = try Flow(decoding: message)
                var writer = NetlinkWriter()
                flow.original.encode(1, into: &writer)
                flow.reply.encode(2, into: &writer)
                let bytes = try writer.finish()
                let captured = Array(message.body.dropFirst(4).prefix(bytes.count))
                #expect(bytes == captured, "\(flow.original)")
            }
        }
    }

    @Test func `the tuple that conntrack deletes by is understood`() throws {
        let message = try #require(try vectors.messages("conntrack-delete").first)
        let tuple = try #require(try message.attributes(after: 4).first(1))
        var writer = NetlinkWriter()
        try FlowTuple(decoding: tuple.nested()).encode(1, into: &writer)
        let bytes = try writer.finish()
        #expect(bytes.dropFirst(4).elementsEqual(tuple.bytes))
    }

    @Test func `a filter wants what it names and nothing else`() throws {
        let flows = try vectors.messages("kernel-flows-ipv4").map { try Flow(decoding: $0) }
        func count(_ filter: FlowFilter) -> Int { flows.count { filter.contains($0) } }
        #expect(count(FlowFilter()) == 5)
        #expect(count(FlowFilter(family: .ipv4)) == 4)
        #expect(count(FlowFilter(transport: .udp)) == 3)
        #expect(
            count(FlowFilter(originalDestination: .v4(IPv4Address(rawValue: 0x7f00_0002)))) == 2)
        #expect(count(FlowFilter(originalDestinationPort: Port(rawValue: 54))) == 1)
        #expect(count(FlowFilter(zone: 3)) == 0)
    }

    @Test func `a message cut or damaged is read or refused, never trapped on`() throws {
        var random = SystemRandomNumberGenerator()
        for message in try vectors.messages("kernel-flows-ipv4") {
            for end in message.body.indices {
                var cut = message
                cut.body = message.body[..<end]
                _ = try? Flow(decoding: cut)
            }
            for _ in 0..<2_000 {
                var damaged = message
                for _ in 0..<3 {
                    let index = try #require(damaged.body.indices.randomElement(using: &random))
                    damaged.body[index] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try? Flow(decoding: damaged)
            }
        }
    }
}
