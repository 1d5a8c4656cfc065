import ClusterZone
import DNSMessage
import KubernetesAPI
import Testing

@Suite struct ClusterStateTests {
    @Test func `order of objects does not matter`() throws {
        let objects = try Cluster.objects(Cluster.web + "\n---\n" + Cluster.db)
        for shift in objects.indices {
            var cluster = try Cluster()
            for object in objects[shift...] + objects[..<shift] {
                cluster.state.apply([.applied(object)])
            }
            #expect(try cluster.answer("web.prod.svc.cluster.local") == ["10.96.10.1"])
            #expect(try cluster.answer("first.web.prod.svc.cluster.local") == ["10.244.1.10"])
            #expect(try cluster.answer("db-0.db.prod.svc.cluster.local") == ["10.244.2.10"])
        }
    }

    @Test func `what is deleted leaves nothing`() throws {
        let empty = try Cluster()
        var cluster = try Cluster(Cluster.web + "\n---\n" + Cluster.db)
        for object in try Cluster.objects(Cluster.web + "\n---\n" + Cluster.db) {
            cluster.state.apply([.deleted(object.key)])
        }
        let names = [
            "web.prod.svc", "prod.svc", "first.web.prod.svc", "db.prod.svc", "prod.pod",
        ]
        for name in names {
            #expect(try cluster.answer(name + ".cluster.local") == ["NXDOMAIN"], "\(name)")
        }
        for name in ["1.10.96.10", "10.96.10", "10"] {
            #expect(try cluster.answer(name + ".in-addr.arpa", .ptr) == ["NXDOMAIN"], "\(name)")
        }
        #expect(cluster.state.index.serviceCount == empty.state.index.serviceCount)
    }

    @Test func `an old index goes on answering as it did`() throws {
        var cluster = try Cluster(Cluster.web)
        let before = cluster
        try cluster.apply(Cluster.web.replacing("10.96.10.1", with: "10.96.10.2"))
        #expect(try before.answer("web.prod.svc.cluster.local") == ["10.96.10.1"])
        #expect(try cluster.answer("web.prod.svc.cluster.local") == ["10.96.10.2"])
        #expect(try cluster.answer("1.10.96.10.in-addr.arpa", .ptr) == ["NXDOMAIN"])
        #expect(cluster.state.index.serial > before.state.index.serial)
    }

    @Test func `a slice that changes its Service takes its endpoints along`() throws {
        var cluster = try Cluster(Cluster.db)
        try cluster.apply(Cluster.web)
        try cluster.apply(
            Cluster.db.replacing(
                "kubernetes.io/service-name: db",
                with:
                    "kubernetes.io/service-name: web"))
        #expect(try cluster.answer("db.prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(try cluster.answer("db-0.web.prod.svc.cluster.local") == ["10.244.2.10"])
    }

    @Test func `namespaces that are not shown do not exist`() throws {
        let cluster = try Cluster(Cluster.web) { $0.namespaces = ["default"] }
        #expect(try cluster.answer("web.prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(try cluster.answer("prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(try cluster.answer("default.svc.cluster.local") == ["NODATA"])
        #expect(try cluster.answer("1.10.96.10.in-addr.arpa", .ptr) == ["NXDOMAIN"])
    }

    @Test func `empty Services may be ignored, but keep the name of their address`() throws {
        let empty = Cluster.web.replacing("ready: true", with: "ready: false")
        let cluster = try Cluster(empty) { $0.ignoreEmptyService = true }
        #expect(try cluster.answer("web.prod.svc.cluster.local") == ["NXDOMAIN"])
        #expect(
            try cluster.answer("1.10.96.10.in-addr.arpa", .ptr) == ["web.prod.svc.cluster.local."])
    }

    @Test func `ten thousand Services are found, and one change touches one`() throws {
        var events: [ObjectEvent] = []
        for number in 0..<10_000 {
            let text = "10.\(96 + number / 65536).\(number / 256 % 256).\(number % 256)"
            let meta = ObjectMeta(name: "svc-\(number)", namespace: "ns-\(number % 20)")
            let spec = ServiceSpec(clusterIPs: [text], ports: [])
            events.append(.applied(.service(Service(metadata: meta, spec: spec))))
        }
        var cluster = try Cluster()
        cluster.state.apply(events)
        #expect(cluster.state.index.serviceCount == 10_000)
        for number in stride(from: 0, to: 10_000, by: 97) {
            let name = "svc-\(number).ns-\(number % 20).svc.cluster.local"
            let text = "10.\(96 + number / 65536).\(number / 256 % 256).\(number % 256)"
            #expect(try cluster.answer(name) == [text])
        }
        let before = cluster
        cluster.state.apply([.deleted(events[5].key)])
        #expect(try cluster.answer("svc-5.ns-5.svc.cluster.local") == ["NXDOMAIN"])
        #expect(try before.answer("svc-5.ns-5.svc.cluster.local") == ["10.96.0.5"])
        #expect(try cluster.answer("svc-6.ns-6.svc.cluster.local") == ["10.96.0.6"])
    }
}
