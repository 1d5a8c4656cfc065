import ClusterZone
import DNSMessage
import Testing

@Suite struct AnswerSizeTests {
    func headless(_ count: Int) throws -> Cluster {
        let endpoints = (0..<count).map {
            "- {addresses: [10.1.\($0 / 250).\($0 % 250)], conditions: {ready: true}}"
        }
        return try Cluster(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: many, namespace: prod}
            spec: {clusterIP: None, ports: [{name: http, port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: a, namespace: prod, labels: {kubernetes.io/service-name: many}}
            addressType: IPv4
            endpoints:
            \(endpoints.joined(separator: "\n"))
            ports: [{name: http, port: 80}]
            """)
    }

    @Test func `what fits comes whole, what does not is cut at a record and said`() throws {
        let cluster = try headless(50)
        let name = "many.prod.svc.cluster.local"
        let whole = try #require(try cluster.ask(name))
        #expect(whole.answers.count == 50)
        #expect(!whole.header.flags.contains(.truncated))
        for limit in 100..<900 {
            let reply = try #require(try cluster.ask(name, limit: limit, random: 0x7000_0000))
            let fits = (limit - 12 - 33) / 16
            #expect(reply.answers.count == min(50, fits))
            #expect(reply.header.flags.contains(.truncated) == (fits < 50))
        }
    }

    @Test func `SRV without room for addresses comes without them`() throws {
        let cluster = try headless(10)
        let name = "_http._tcp.many.prod.svc.cluster.local"
        let whole = try #require(try cluster.ask(name, .srv))
        #expect(whole.additional.count == 10)
        let size = whole.encoded().count
        let short = try #require(try cluster.ask(name, .srv, limit: size - 200))
        #expect(short.additional.isEmpty || short.answers.count < 10)
        for limit in stride(from: 100, to: size, by: 7) {
            let reply = try #require(try cluster.ask(name, .srv, limit: limit))
            #expect(reply.header.flags.contains(.truncated) == (reply.answers.count < 10))
        }
    }

    @Test func `each address stands first equally often`() throws {
        let cluster = try headless(7)
        var firsts: [String: Int] = [:]
        let steps = 700
        for step in 0..<steps {
            let random = UInt32(UInt64(step) * (1 << 32) / UInt64(steps))
            let reply = try cluster.ask("many.prod.svc.cluster.local", random: random)
            firsts[reply?.answers.first?.description ?? "", default: 0] += 1
        }
        // Steps of the random number and of the addresses don't meet exactly.
        #expect(firsts.count == 7)
        #expect(firsts.values.allSatisfy { (99...101).contains($0) })
    }

    @Test func `more addresses than a message holds leave each out equally often`() throws {
        let cluster = try headless(5000)
        var seen: [String: Int] = [:]
        for step in 0..<50 {
            let random = UInt32(step) * (UInt32.max / 50)
            let reply = try #require(
                try cluster.ask("many.prod.svc.cluster.local", random: random))
            #expect(reply.answers.count > 4000)
            for record in reply.answers { seen["\(record.data)", default: 0] += 1 }
        }
        #expect(seen.count == 5000)
        let counts = seen.values.sorted()
        #expect((counts.last ?? 0) - (counts.first ?? 0) <= 2)
    }
}
