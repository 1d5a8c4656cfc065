import DNSMessage
import DNSServer
import LinuxSystem
import NetworkAddress
import Testing

@Suite struct ForwardingTests {
    @Test func `a name outside is asked of the upstream, once while it is fresh`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 80)])
        }
        defer { upstream.stop() }
        let rig = try Rig { $0.upstreams = [upstream.endpoint] }
        for _ in 0..<5 {
            let reply = try rig.ask("www.example.org")
            #expect(reply.answers.map { "\($0.data)" } == ["192.0.2.80"])
            #expect(reply.header.flags.contains(.recursionAvailable))
            #expect(!reply.header.flags.contains(.authoritative))
            #expect((reply.answers.first?.ttl ?? 0) <= 30)
        }
        #expect(upstream.queries == 1)
    }

    @Test func `there is none is kept as long as the SOA says`() throws {
        let upstream = try Upstream { query, _ in
            let soa = SOARecord(primary: .root, mailbox: .root, serial: 1, minimum: 20)
            return Upstream.reply(
                query, [], code: 3, authority: [ResourceRecord(.root, ttl: 60, .soa(soa))])
        }
        defer { upstream.stop() }
        let rig = try Rig { $0.upstreams = [upstream.endpoint] }
        for _ in 0..<3 {
            #expect(try rig.ask("nosuch.example.org").responseCode == .nameError)
        }
        #expect(upstream.queries == 1)
    }

    @Test func `without a cache every question is asked`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 1)])
        }
        defer { upstream.stop() }
        let rig = try Rig {
            $0.upstreams = [upstream.endpoint]
            $0.cacheSeconds = 0
        }
        for _ in 0..<3 { _ = try rig.ask("www.example.org") }
        #expect(upstream.queries == 3)
    }

    @Test func `a truncated answer is fetched over TCP`() throws {
        let upstream = try Upstream { query, isStream in
            guard isStream else { return Upstream.reply(query, [], flags: [.truncated]) }
            return Upstream.reply(query, (1...60).map { Upstream.address(query, $0) })
        }
        defer { upstream.stop() }
        let rig = try Rig { $0.upstreams = [upstream.endpoint] }
        let short = try rig.ask("big.example.org")
        #expect(short.header.flags.contains(.truncated))
        #expect(short.encoded().count <= 512)
        #expect(try rig.ask("big.example.org", edns: EDNS()).answers.count == 60)
        #expect(try rig.dig("+tcp", "big.example.org", "A").count == 60)
    }

    @Test func `an upstream that is silent is passed over, and all silent is SERVFAIL`() throws {
        let silent = try Upstream { _, _ in nil }
        defer { silent.stop() }
        let good = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 2)])
        }
        defer { good.stop() }
        let rig = try Rig {
            $0.upstreams = [silent.endpoint, good.endpoint]
            $0.upstreamTimeout = .milliseconds(200)
        }
        #expect(try rig.ask("www.example.org").answers.count == 1)
        let alone = try Rig {
            $0.upstreams = [silent.endpoint]
            $0.upstreamTimeout = .milliseconds(100)
        }
        #expect(try alone.ask("www.example.org").responseCode == .serverFailure)
        // The zone's own names do not wait for anyone.
        #expect(try alone.ask("web.prod.svc.cluster.local").answers.count == 1)
    }

    @Test func `an answer to another question is not believed`() throws {
        let liar = try Upstream { query, _ in
            var reply = Upstream.reply(query, [Upstream.address(query, 66)])
            reply.header.id ^= 1
            return reply
        }
        defer { liar.stop() }
        let rig = try Rig {
            $0.upstreams = [liar.endpoint]
            $0.upstreamTimeout = .milliseconds(100)
            $0.upstreamAttempts = 1
        }
        #expect(try rig.ask("www.example.org").responseCode == .serverFailure)
    }

    @Test func `an alias that leads outside goes on with the upstream`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 80)])
        }
        defer { upstream.stop() }
        let rig = try Rig { $0.upstreams = [upstream.endpoint] }
        let reply = try rig.ask("out.prod.svc.cluster.local")
        #expect(reply.answers.map { "\($0.data)" } == ["www.example.org.", "192.0.2.80"])
        #expect(reply.header.flags.contains(.authoritative))
    }

    @Test func `missing names of a zone that falls through are asked outside`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 9)])
        }
        defer { upstream.stop() }
        let rig = try Rig {
            $0.upstreams = [upstream.endpoint]
            $0.fallthroughZones = $0.zone.reverseZones
        }
        #expect(try rig.ask("1.2.0.192.in-addr.arpa", .ptr).responseCode == .noError)
        #expect(upstream.queries == 1)
        #expect(try rig.ask("nosuch.prod.svc.cluster.local").responseCode == .nameError)
        #expect(upstream.queries == 1)
    }

    @Test func `answers come from the address that was asked, forwarded ones too`() throws {
        let upstream = try Upstream { query, _ in
            Upstream.reply(query, [Upstream.address(query, 80)])
        }
        defer { upstream.stop() }
        let rig = try Rig {
            $0.upstreams = [upstream.endpoint]
            $0.listen = SocketEndpoint(.any(.ipv4), 0)
        }
        // Connected to another address of the host, the socket takes nothing from the first.
        let client = try DatagramSocket(bind: Rig.loopback)
        let other = SocketEndpoint(.v4(IPv4Address(127, 0, 0, 2)), rig.server.endpoint.port)
        try client.connect(to: other)
        for name in ["web.prod.svc.cluster.local", "www.example.org"] {
            try client.send(try Rig.query(name))
            let reply = try #require(try client.receive(timeout: .seconds(10)))
            #expect(try DNSMessage(decoding: reply.bytes).answers.count == 1)
        }
    }

    @Test func `a resolv conf names servers, and its mistakes their line`() throws {
        let text =
            "# local\nsearch a b\nnameserver 192.0.2.1\nnameserver fe80::1%eth0\n"
            + "options ndots:5 timeout:3 attempts:2\n"
        let read = try ResolverConfiguration(parsing: text, path: "/etc/resolv.conf")
        #expect(read.servers.map(\.description) == ["192.0.2.1:53", "[fe80::1]:53"])
        #expect(read.timeoutSeconds == 3)
        #expect(read.attempts == 2)
        let error = #expect(throws: DNSServerError.self) {
            try ResolverConfiguration(parsing: "\nnameserver here\n", path: "r.conf")
        }
        #expect(
            error?.description == "r.conf:2: nameserver: expected an address, found \"here\"")
    }
}
