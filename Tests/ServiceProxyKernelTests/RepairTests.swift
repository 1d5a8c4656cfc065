import LinuxSystem
import Testing

@Suite(.serialized) struct RepairTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write("a.yaml", Manifests.node)
        try stage.write("b.yaml", (0..<50).map { Manifests.service($0, endpoints: 0..<4) }.joined())
    }

    @Test func `killed at any moment, the next start repairs`() throws {
        let many = (0..<1500).map { Manifests.service($0, endpoints: $0..<$0 + 5) }.joined()
        for turn in 0..<6 {
            try stage.write("b.yaml", turn % 2 == 0 ? many : Manifests.service(1, endpoints: [7]))
            let process = try stage.start(
                try Stage.svcproxy(),
                ["sync", "--once", "--from", stage.manifests, "--node", "here"], name: "killed")
            MonotonicClock.sleep(.milliseconds(15 * (turn + 1)))
            try process.signal(.kill)
            _ = try process.wait()
            #expect(try stage.proxy("sync", "--once").status == 0)
            #expect(try stage.proxy("plan").output.isEmpty)
        }
        _ = try stage.listing()
    }

    @Test func `what somebody deletes comes back`() throws {
        let daemon = try Daemon(stage)
        let isReady = try stage.eventually { try stage.listing().contains("10.96.0.50 . tcp") }
        #expect(isReady, "\(daemon.log)")
        let whole = try stage.listing()
        for damage in [
            "delete table ip svcproxy", "flush map ip svcproxy endpoints",
            "flush chain ip svcproxy choose", "flush ruleset",
            "delete element ip svcproxy cluster-ips { 10.96.0.7 }",
            "add element ip svcproxy refused { 10.96.0.7 . tcp . 80 }",
            "flush map ip svcproxy services",
        ] {
            try stage.nft(damage)
            let isWhole = try stage.eventually { try isRight() }
            #expect(isWhole, "after: \(damage)\n\(daemon.log)")
            #expect(try words(of: stage.listing()) == words(of: whole), "after: \(damage)")
        }
    }

    @Test func `a rival that never stops is answered at a bounded rate, and loses`() throws {
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.50") })
        let end = Deadline(after: .seconds(3))
        var damages = 0
        while !end.isOver {
            // It may be gone already.
            _ = try stage.run("/usr/sbin/nft", "delete", "table", "ip", "svcproxy")
            damages += 1
        }
        let repairs = daemon.log.split(separator: "\n").count {
            $0.contains("IPv4 read and synchronised (tables touched")
        }
        #expect(damages > 40, "too slow a rival to tell anything")
        #expect((1...30).contains(repairs), "\(repairs) of \(damages)")
        #expect(daemon.log.contains("again and again"))
        let isWhole = try stage.eventually { try isRight() }
        #expect(isWhole, "\(daemon.log.suffix(2000))")
    }

    /// Whether the tables are as the objects say, by another process's word.
    func isRight() throws -> Bool { try stage.proxy("verify").status == 0 }

    /// Hash tables list their elements in no order, and Services may have other numbers.
    func words(of listing: String) -> [Substring] {
        listing.split { " \n\t,".contains($0) }.filter { !$0.hasPrefix("8000:") }.sorted()
    }

    @Test func `SIGTERM leaves what is programmed, and SIGHUP reads again`() throws {
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.50 . tcp") })
        try daemon.process.signal(.hangUp)
        #expect(try stage.eventually { daemon.log.contains("again") })
        try stage.write("c.yaml", Manifests.service(60, endpoints: [1]))
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.61 . tcp") })
        try daemon.process.signal(.terminate)
        #expect(try daemon.process.wait(timeout: .seconds(10)) == .exited(0))
        #expect(try stage.listing().contains("10.96.0.61 . tcp"))
    }

    @Test func `node ports follow the node's addresses`() throws {
        _ = try stage.run("/sbin/ip", "link", "set", "lo", "up")
        let port = "{port: 80, targetPort: 8080, nodePort: 30001"
        try stage.write(
            "b.yaml", Manifests.service(1, endpoints: [1], more: "type: NodePort", port: port))
        let daemon = try Daemon(stage, "--nodeport-addresses", "198.51.100.0/24")
        #expect(try stage.eventually { try stage.listing().contains("tcp . 30001") })
        #expect(try !stage.listing().contains("198.51.100.7"))
        _ = try stage.run("/sbin/ip", "address", "add", "198.51.100.7/32", "dev", "lo")
        #expect(
            try stage.eventually { try stage.listing().contains("elements = { 198.51.100.7 }") },
            "\(daemon.log)")
        _ = try stage.run("/sbin/ip", "address", "del", "198.51.100.7/32", "dev", "lo")
        #expect(try stage.eventually { try !stage.listing().contains("198.51.100.7") })
    }

    @Test func `cleanup takes our tables and leaves a stranger's`() throws {
        try stage.nft("add table ip stranger")
        #expect(try stage.proxy("sync", "--once").status == 0)
        let answer = try stage.run(try Stage.svcproxy(), "cleanup")
        #expect(answer.status == 0)
        #expect(try stage.listing() == "table ip stranger {\n}\n")
    }
}
