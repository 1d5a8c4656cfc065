import LinuxSystem
import Testing

/// One Service port that the kernel refuses must not stop the others.
///
/// The kernel is made to refuse by a table of ours whose map of endpoints has room for eight: it
/// is adopted as it stands, and a Service with more endpoints than that is refused alone.
@Suite(.serialized) struct SetAsideTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write("a.yaml", Manifests.node + Manifests.service(1, endpoints: [1]))
        try stage.nft("add table ip svcproxy { comment \"svcproxy\"; }")
        try stage.nft(
            "add map ip svcproxy endpoints { typeof meta priority . numgen random mod 2 "
                + ": ip daddr . th dport; size 8; }")
    }

    /// Whether a cluster address is in the table.
    func has(_ address: String) throws -> Bool {
        try stage.listing(of: "ip").contains(address + " . tcp . 80")
    }

    @Test func `a refused Service port is set aside, and comes when it fits`() throws {
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { daemon.log.contains("synchronised") })
        try stage.write(
            "b.yaml",
            (2...4).map { Manifests.service($0, endpoints: [$0]) }.joined()
                + Manifests.service(9, endpoints: 0..<20))
        let isSetAside = try stage.eventually { daemon.log.contains("default/s9/tcp") }
        #expect(isSetAside, "\(daemon.log)")
        #expect(daemon.log.contains("is set aside"), "\(daemon.log)")
        #expect(try stage.eventually { try has("10.96.0.3") && has("10.96.0.5") })
        #expect(try !has("10.96.0.10"))
        // The others go on.
        try stage.write("c.yaml", Manifests.service(5, endpoints: [5]))
        #expect(try stage.eventually { try has("10.96.0.6") }, "\(daemon.log)")
        try stage.write("b.yaml", Manifests.service(9, endpoints: 0..<2))
        #expect(try stage.eventually { try has("10.96.0.10") }, "\(daemon.log)")
        #expect(daemon.log.contains("default/s9/tcp (IPv4): programmed again"), "\(daemon.log)")
    }

    @Test func `one at fault in the first load keeps nobody out`() throws {
        try stage.write(
            "b.yaml",
            (2...4).map { Manifests.service($0, endpoints: [$0]) }.joined()
                + Manifests.service(9, endpoints: 0..<20))
        let daemon = try Daemon(stage)
        #expect(
            try stage.eventually { try has("10.96.0.2") && has("10.96.0.3") && has("10.96.0.5") },
            "\(daemon.log)")
        #expect(try !has("10.96.0.10"))
        #expect(daemon.log.contains("default/s9/tcp (IPv4) is set aside"), "\(daemon.log)")
    }
}
