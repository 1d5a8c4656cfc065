import DNSMessage
import DNSServer
import LinuxSystem
import NetworkAddress
import Testing

@Suite struct HostileInputTests {
    @Test func `mutated datagrams are answered or dropped, and the server goes on`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 1)])
        }
        defer { upstream.stop() }
        let rig = try Rig { $0.upstreams = [upstream.endpoint] }
        let client = try rig.client()
        let names = ["web.prod.svc.cluster.local", "own.prod.svc.cluster.local", "www.example.org"]
        for round in 0..<6000 {
            let cookie = EDNSOption(code: 10, data: [1, 2, 3, 4, 5, 6, 7, 8])
            var bytes = try Rig.query(names[round % 3], .srv, edns: EDNS(options: [cookie]))
            for _ in 0...Int.random(in: 0...5) {
                bytes[Int.random(in: 0..<bytes.count)] = .random(in: 0...255)
            }
            if round % 5 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count)) }
            try client.send(bytes)
            // What comes back is a message of DNS, and says that it is a response.
            if round % 10 == 0, let reply = try client.receive(timeout: .milliseconds(1)) {
                #expect(reply.bytes.count >= 12)
                #expect(reply.bytes[2] & 0x80 != 0)
            }
        }
        #expect(try rig.ask("web.prod.svc.cluster.local").answers.count == 1)
    }

    @Test func `streams of noise are closed or ignored, and the server goes on`() throws {
        let rig = try Rig { $0.connectionIdle = .milliseconds(200) }
        for _ in 0..<50 {
            let socket = try StreamSocket(connect: rig.server.endpoint, timeout: .seconds(5))
            let noise = (0..<Int.random(in: 1...3000)).map { _ in UInt8.random(in: 0...255) }
            _ = try? socket.write(noise)
        }
        #expect(try rig.ask("web.prod.svc.cluster.local").answers.count == 1)
        #expect(try rig.dig("+tcp", "web.prod.svc.cluster.local", "A").count == 1)
    }
}
