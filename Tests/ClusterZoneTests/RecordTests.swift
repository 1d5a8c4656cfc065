import ClusterZone
import DNSMessage
import Testing

/// What each object answers: one test a row of the schema.
@Suite struct RecordTests {
    @Test func `the zone says its version`() throws {
        let cluster = try Cluster()
        #expect(try cluster.answer("dns-version.cluster.local", .txt) == ["\"1.1.0\""])
        #expect(try cluster.answer("dns-version.cluster.local", .a) == ["NODATA"])
        #expect(try cluster.answer("dns-version.in-addr.arpa", .txt) == ["NXDOMAIN"])
    }

    @Test func `a Service answers its cluster IPs, by family`() throws {
        let cluster = try Cluster(Cluster.web)
        #expect(try cluster.answer("web.prod.svc.cluster.local") == ["10.96.10.1"])
        #expect(try cluster.answer("web.prod.svc.cluster.local", .aaaa) == ["fd00::a1"])
        #expect(try cluster.answer("web.prod.svc.cluster.local", .txt) == ["NODATA"])
        #expect(try cluster.answer("nosuch.prod.svc.cluster.local") == ["NXDOMAIN"])
    }

    @Test func `a named port answers SRV with the Service as its target and its addresses`() throws
    {
        let cluster = try Cluster(Cluster.web)
        let reply = try #require(try cluster.ask("_http._tcp.web.prod.svc.cluster.local", .srv))
        #expect(
            reply.answers.map { "\($0.data)" } == ["0 100 80 web.prod.svc.cluster.local."])
        #expect(
            reply.additional.map(\.description) == [
                "web.prod.svc.cluster.local. 30 IN A 10.96.10.1",
                "web.prod.svc.cluster.local. 30 IN AAAA fd00::a1",
            ])
        for missing in ["_http._udp.web", "http._tcp.web", "_nosuch._tcp.web", "_http.web"] {
            #expect(
                try cluster.answer("\(missing).prod.svc.cluster.local", .srv) == ["NXDOMAIN"])
        }
    }

    @Test func `the name of a protocol exists when a port is below it`() throws {
        let cluster = try Cluster(Cluster.web)
        #expect(try cluster.answer("_tcp.web.prod.svc.cluster.local", .srv) == ["NODATA"])
        #expect(try cluster.answer("_udp.web.prod.svc.cluster.local") == ["NODATA"])
        #expect(try cluster.answer("_sctp.web.prod.svc.cluster.local") == ["NXDOMAIN"])
    }

    @Test func `endpoints have names under a cluster IP, too`() throws {
        let cluster = try Cluster(Cluster.web)
        #expect(try cluster.answer("first.web.prod.svc.cluster.local") == ["10.244.1.10"])
        #expect(try cluster.answer("10-244-1-11.web.prod.svc.cluster.local") == ["10.244.1.11"])
        #expect(try cluster.answer("10-244-1-10.web.prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(try cluster.answer("10-244-1-12.web.prod.svc.cluster.local") == ["NXDOMAIN"])
    }

    @Test func `a headless Service answers its ready endpoints`() throws {
        let cluster = try Cluster(Cluster.db)
        #expect(
            try cluster.answer("db.prod.svc.cluster.local")
                == ["10.244.2.10", "10.244.2.11", "10.244.2.12"])
        #expect(
            try cluster.answer("twin.db.prod.svc.cluster.local") == ["10.244.2.11", "10.244.2.12"])
        #expect(try cluster.answer("late.db.prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(
            try cluster.answer("_pg._tcp.db.prod.svc.cluster.local", .srv) == [
                "0 50 5432 db-0.db.prod.svc.cluster.local.",
                "0 50 5432 twin.db.prod.svc.cluster.local.",
            ])
    }

    @Test func `publishNotReadyAddresses shows all endpoints`() throws {
        let open = Cluster.db.replacing(
            "clusterIP: None", with: "clusterIP: None\n  publishNotReadyAddresses: true")
        let cluster = try Cluster(open)
        #expect(try cluster.answer("late.db.prod.svc.cluster.local") == ["10.244.2.13"])
    }

    @Test func `a headless Service without ready endpoints does not exist`() throws {
        let none = Cluster.db.replacing("ready: true", with: "ready: false")
        let cluster = try Cluster(none)
        for name in ["db", "_tcp.db", "db-0.db"] {
            #expect(try cluster.answer("\(name).prod.svc.cluster.local") == ["NXDOMAIN"])
        }
    }

    @Test func `an ExternalName is an alias, and an address is none`() throws {
        let yaml = """
            apiVersion: v1
            kind: Service
            metadata: {name: out, namespace: prod}
            spec: {type: ExternalName, externalName: www.example.org}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ip, namespace: prod}
            spec: {type: ExternalName, externalName: 192.0.2.1}
            """
        let cluster = try Cluster(yaml)
        #expect(try cluster.answer("out.prod.svc.cluster.local", .cname) == ["www.example.org."])
        #expect(try cluster.answer("ip.prod.svc.cluster.local", .cname) == ["NODATA"])
    }

    @Test func `addresses lead back to names`() throws {
        let cluster = try Cluster(Cluster.web + "\n---\n" + Cluster.db)
        let expected = [
            "1.10.96.10.in-addr.arpa": ["web.prod.svc.cluster.local."],
            "10.1.244.10.in-addr.arpa": ["first.web.prod.svc.cluster.local."],
            "12.2.244.10.in-addr.arpa": ["twin.db.prod.svc.cluster.local."],
            "12.1.244.10.in-addr.arpa": ["NXDOMAIN"],
            "01.10.96.10.in-addr.arpa": ["NXDOMAIN"],
            "1.1.10.96.10.in-addr.arpa": ["NXDOMAIN"],
            "10.96.10.in-addr.arpa": ["NODATA"],
            "10.in-addr.arpa": ["NODATA"],
            "11.in-addr.arpa": ["NXDOMAIN"],
            "1.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa": [
                "web.prod.svc.cluster.local."
            ],
            "0.0.d.f.ip6.arpa": ["NODATA"],
            "1.0.d.f.ip6.arpa": ["NXDOMAIN"],
            "1.10.96.10.example": ["outside"],
        ]
        for (name, answer) in expected {
            #expect(try cluster.answer(name, .ptr) == answer, "\(name)")
        }
    }

    @Test func `what lies between exists and says nothing`() throws {
        let cluster = try Cluster(Cluster.web)
        for name in ["", "svc.", "pod.", "prod.svc.", "prod.pod.", "kube-system.svc.", "dns."] {
            #expect(try cluster.answer(name + "cluster.local") == ["NODATA"], "\(name)")
        }
        for name in ["nosuch.svc.", "nosuch.", "prod.", "x.dns.", "web.prod."] {
            #expect(try cluster.answer(name + "cluster.local") == ["NXDOMAIN"], "\(name)")
        }
        #expect(try cluster.answer("xcluster.local") == ["outside"])
    }

    @Test func `there is none comes with the zone's SOA, in the question's case`() throws {
        let cluster = try Cluster(Cluster.web)
        let reply = try #require(try cluster.ask("nosuch.prod.svc.CLUSTER.Local"))
        let soa = try #require(reply.authority.first)
        #expect(soa.name.description == "CLUSTER.Local.")
        #expect(soa.ttl == 30)
        guard case .soa(let data) = soa.data else {
            Issue.record("no SOA")
            return
        }
        #expect(data.minimum == 30)
        #expect(data.primary == DNSName("ns.dns.cluster.local"))
    }
}

extension String {
    func replacing(_ part: String, with other: String) -> String {
        self.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
