import DNSMessage
import DNSServer
import NetworkAddress
import Testing

@Suite struct AnsweringTests {
    @Test func `dig gets the same over UDP and TCP`() throws {
        let rig = try Rig()
        for transport in ["+notcp", "+tcp"] {
            #expect(
                try rig.dig(transport, "web.prod.svc.cluster.local", "A")
                    == ["web.prod.svc.cluster.local. 5\tIN\tA\t10.96.0.1"])
            let srv = try rig.dig(transport, "_http._tcp.web.prod.svc.cluster.local", "SRV")
            #expect(srv.first?.hasSuffix("SRV\t0 100 80 web.prod.svc.cluster.local.") == true)
            #expect(try rig.dig(transport, "nosuch.prod.svc.cluster.local", "A").isEmpty)
        }
    }

    @Test func `the question comes back in the case it was asked in`() throws {
        let reply = try Rig().ask("wEb.PrOd.sVc.ClUsTeR.lOcAl")
        #expect(reply.questions.first?.name.description == "wEb.PrOd.sVc.ClUsTeR.lOcAl.")
        #expect(reply.answers.first?.name.description == "wEb.PrOd.sVc.ClUsTeR.lOcAl.")
        #expect(reply.header.flags.contains(.authoritative))
    }

    @Test func `a large answer is cut over UDP, and whole when dig comes back by TCP`() throws {
        let rig = try Rig()
        let reply = try rig.ask("many.prod.svc.cluster.local")
        #expect(reply.header.flags.contains(.truncated))
        #expect(reply.encoded().count <= 512)
        #expect(try rig.dig("many.prod.svc.cluster.local", "A").count == 200)
        let wide = try rig.ask("many.prod.svc.cluster.local", edns: EDNS(payloadSize: 4096))
        #expect(wide.encoded().count <= 1232)
        #expect(wide.answers.count > reply.answers.count)
    }

    @Test func `each address stands first about equally often`() throws {
        let rig = try Rig()
        var firsts: Set<String> = []
        for _ in 0..<2000 {
            let reply = try rig.ask("many.prod.svc.cluster.local")
            firsts.insert(reply.answers.first?.description ?? "")
        }
        #expect(firsts.count > 190)
    }

    @Test func `EDNS is answered with EDNS, and an unknown version with BADVERS`() throws {
        let rig = try Rig()
        let name = "web.prod.svc.cluster.local"
        #expect(try rig.ask(name).edns == nil)
        #expect(try rig.ask(name, edns: EDNS(dnssecOK: true)).edns == EDNS(dnssecOK: true))
        let unknown = EDNSOption(code: 65001, data: [1])
        #expect(try rig.ask(name, edns: EDNS(options: [unknown])).edns == EDNS())
        let reply = try rig.ask(name, edns: EDNS(version: 1))
        #expect(reply.responseCode == .badVersion)
        #expect(reply.answers.isEmpty)
    }

    @Test func `a client's cookie comes back with the server's, the same for the same client`()
        throws
    {
        let rig = try Rig()
        let option = EDNSOption(code: EDNSOption.cookie, data: [1, 2, 3, 4, 5, 6, 7, 8])
        let name = "web.prod.svc.cluster.local"
        let reply = try rig.ask(name, edns: EDNS(options: [option]))
        let cookie = try #require(reply.edns?.options.first)
        #expect(cookie.code == EDNSOption.cookie)
        #expect(cookie.data.count == 24)
        #expect(Array(cookie.data.prefix(8)) == option.data)
        let short = EDNSOption(code: EDNSOption.cookie, data: [1, 2, 3])
        #expect(try rig.ask(name, edns: EDNS(options: [short])).responseCode == .formatError)
    }

    @Test func `without upstreams other names are refused`() throws {
        let reply = try Rig().ask("www.example.org")
        #expect(reply.responseCode == .refused)
        #expect(!reply.header.flags.contains(.recursionAvailable))
    }

    @Test func `an alias within the cluster is followed, one outside is told`() throws {
        let rig = try Rig()
        let own = try rig.ask("own.prod.svc.cluster.local")
        #expect(
            own.answers.map { "\($0.data)" } == ["web.prod.svc.cluster.local.", "10.96.0.1"])
        let none = try rig.ask("own.prod.svc.cluster.local", .aaaa)
        #expect(none.answers.count == 1)
        #expect(none.authority.first?.type == .soa)
        let out = try rig.ask("out.prod.svc.cluster.local")
        #expect(out.answers.map { "\($0.data)" } == ["www.example.org."])
    }
}
