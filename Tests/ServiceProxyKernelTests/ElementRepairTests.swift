import LinuxSystem
import Testing

/// What others do to elements is put right without reading the table.
@Suite(.serialized) struct ElementRepairTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write("a.yaml", Manifests.node)
        let many = (0..<50).map { Manifests.service($0, endpoints: 0..<4) }.joined()
        let chosen = Manifests.service(
            60, endpoints: [1],
            more: """
                type: LoadBalancer
                  loadBalancerSourceRanges: [198.51.100.0/24]
                  sessionAffinity: ClientIP
                status: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}
                """)
        try stage.write("b.yaml", many + chosen)
    }

    /// Services 10.96.0.1 to .50, and one more with source ranges and affinity.
    @Test func `each kind of damage to elements comes right, and nothing is read`() throws {
        let daemon = try Daemon(stage)
        let isReady = try stage.eventually {
            try stage.listing().contains("198.51.100.0/24") && isRight()
        }
        try #require(isReady, "\(daemon.log)")
        var done = 0
        for damage in try damages(stage.listing()) {
            try stage.nft(damage)
            done += 1
            let isTold = try stage.eventually {
                lines(daemon, "IPv4 synchronised (tables touched by nft)") == done
            }
            #expect(isTold, "after: \(damage)\n\(daemon.log.suffix(1000))")
            let isWhole = try stage.eventually { try isRight() }
            #expect(isWhole, "after: \(damage)\n\(daemon.log.suffix(1000))")
        }
        #expect(done > 8)
        #expect(lines(daemon, "IPv4 read and synchronised (tables touched") == 0)
    }

    @Test func `what is more than elements is read`() throws {
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("198.51.100.0/24") })
        try stage.nft(
            "delete element ip svcproxy cluster-ips { 10.96.0.7 }; "
                + "flush chain ip svcproxy choose")
        let isTold = try stage.eventually {
            lines(daemon, "IPv4 read and synchronised (tables touched by nft)") == 1
        }
        #expect(isTold, "\(daemon.log.suffix(1000))")
        #expect(try stage.eventually { try isRight() })
    }

    func damages(_ listing: String) throws -> [String] {
        let table = "element ip svcproxy"
        let service = "10.96.0.8 . tcp . 80"
        // The number of a Service is not the same in each run.
        let words = listing.split(whereSeparator: { " ,{}\n\t".contains($0) })
        let range = try #require(words.firstIndex(of: "198.51.100.0/24"))
        let allowed = "\(words[range - 2]) . 198.51.100.0/24"
        return [
            "delete \(table) cluster-ips { 10.96.0.7 }",
            "delete \(table) services { \(service) }",
            "add \(table) refused { \(service) }",
            "add \(table) services { 10.96.7.7 . tcp . 80 : 8000:2001 }",
            "add \(table) hairpins { 10.244.9.9 . 10.244.9.9 }",
            "flush map ip svcproxy services",
            "flush map ip svcproxy endpoints",
            "flush map ip svcproxy programs",
            "flush map ip svcproxy memories",
            "delete \(table) allowed-sources { \(allowed) }",
            "delete \(table) services { \(service) }; "
                + "add \(table) services { \(service) : 8000:4001 }",
            "delete \(table) services { \(service) }; add \(table) refused { \(service) }",
        ]
    }

    func lines(_ daemon: Daemon, _ beginning: String) -> Int {
        daemon.log.split(separator: "\n").count { $0.contains(beginning) }
    }

    /// Whether the tables are as the objects say, by another process's word.
    func isRight() throws -> Bool { try stage.proxy("verify").status == 0 }
}
