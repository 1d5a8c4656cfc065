import LinuxSystem
import Testing

@Suite(.serialized) struct BadInputTests {
    let stage: Stage

    init() throws { stage = try Stage() }

    /// One line on standard error that has these words, exit status 1, and nothing in the kernel.
    func expectRefusal(
        _ answer: Stage.Answer, _ words: String..., location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.status == 1, sourceLocation: location)
        let lines = answer.diagnostics.split(separator: "\n")
        #expect(lines.count == 1, "\(answer.diagnostics)", sourceLocation: location)
        for word in words {
            #expect(
                answer.diagnostics.contains(word), "\(word) in \(answer.diagnostics)",
                sourceLocation: location)
        }
        #expect(try stage.listing().isEmpty, sourceLocation: location)
    }

    @Test(arguments: ["once", "follow"])
    func `a manifest that is no YAML is refused at the start`(mode: String) throws {
        let once = mode == "once" ? ["--once"] : []
        try stage.write("a.yaml", "kind: [Service\n")
        let process = try stage.start(
            try Stage.svcproxy(), ["sync", "--from", stage.manifests] + once, name: "bad")
        let ending = try process.wait(timeout: .seconds(20))
        // Following, it also says what of the node's settings it could not have.
        #expect(ending == .exited(1))
        let told = try Files.readText("\(stage.folder)/bad.err").split(separator: "\n")
        #expect(told.count { $0.contains("a.yaml:") } == 1, "\(told)")
        #expect(try stage.listing().isEmpty)
    }

    /// A Service in order among others that are not, each with the words that tell it.
    static let broken: [(text: String, words: [String])] = [
        (
            Manifests.service(2, endpoints: [1], port: "{port: many"),
            [
                "Service default/s2", "spec.ports[0].port", "skipped",
            ]
        ),
        ("---\napiVersion: v1\nkind: Pancake\nmetadata: {name: x}\n", ["Pancake", "skipped"]),
        ("---\n- just\n- a list\n", ["expected an object", "skipped"]),
        (
            Manifests.service(3, endpoints: [1], more: "externalIPs: [nowhere]"),
            [
                "Service default/s3", "spec.externalIPs[0]", "nowhere", "skipped",
            ]
        ),
        (Manifests.service(1, endpoints: [9]), ["Service default/s1 is already defined"]),
    ]

    @Test(arguments: broken.indices)
    func `an object that can't be used is told and skipped alone`(index: Int) throws {
        let (text, words) = Self.broken[index]
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        try stage.write("b.yaml", text)
        let answer = try stage.proxy("sync", "--once")
        #expect(answer.status == 0, "\(answer.diagnostics)")
        let line = answer.diagnostics.split(separator: "\n").first { line in
            words.allSatisfy(line.contains)
        }
        #expect(line != nil, "\(words) in \(answer.diagnostics)")
        #expect(try stage.listing().contains("10.96.0.2"))
    }

    @Test func `while following, what became invalid stays as it was last read`() throws {
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        try stage.write("b.yaml", Manifests.service(2, endpoints: [1]))
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.3") })
        try stage.write(
            "a.yaml",
            Manifests.service(1, endpoints: [1], port: "{port: many")
                + Manifests.service(4, endpoints: [1]))
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.5") })
        #expect(daemon.log.contains("Service default/s1: spec.ports[0].port"), "\(daemon.log)")
        #expect(try stage.listing().contains("10.96.0.2 "))
        try stage.write("a.yaml", Manifests.service(4, endpoints: [1]))
        #expect(try stage.eventually { try !stage.listing().contains("10.96.0.2 ") })
    }

    @Test func `a stranger's table of our name is refused and never touched`() throws {
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        try stage.nft("add table ip svcproxy")
        try stage.nft("add chain ip svcproxy theirs")
        let before = try stage.listing(of: "ip")
        let answer = try stage.proxy("sync", "--once")
        #expect(answer.status == 1)
        #expect(answer.diagnostics.contains("svcproxy"), "\(answer.diagnostics)")
        #expect(try stage.listing(of: "ip") == before)
        _ = try stage.run(try Stage.svcproxy(), "cleanup")
        #expect(try stage.listing(of: "ip") == before)
    }

    @Test func `an API server that is away is told, and asked again`() throws {
        let arguments = ["sync", "--master", "http://127.0.0.1:1", "--node", "here"]
        let once = try stage.run(
            try Stage.svcproxy(), "sync", "--master", "http://127.0.0.1:1", "--once")
        try expectRefusal(once, "127.0.0.1:1")
        let daemon = try stage.start(try Stage.svcproxy(), arguments, name: "away")
        defer { _ = try? daemon.stop() }
        let log = stage.folder + "/away.err"
        #expect(
            try stage.eventually { try Files.readText(log).contains("what was known before stays") }
        )
        #expect(try daemon.wait(timeout: .milliseconds(200)) == nil)
    }

    @Test func `a missing path is named`() throws {
        let answer = try stage.run(
            try Stage.svcproxy(), "sync", "--once", "--from", "/nowhere/at/all")
        try expectRefusal(answer, "/nowhere/at/all")
    }

    @Test func `a bad configuration is refused with file, line and field`() throws {
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        let path = stage.folder + "/config"
        let head = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"
        try Files.writeAtomically(path, Array((head + "clusterCidr: 10.244.0.0/16\n").utf8))
        try expectRefusal(
            try stage.proxy("sync", "--once", "--config", path), "config:3", "clusterCidr")
        try Files.writeAtomically(path, Array((head + "mode: ipvs\n").utf8))
        try expectRefusal(try stage.proxy("sync", "--once", "--config", path), "config:3", "mode")
    }

    @Test func `while following, a broken manifest keeps what was there`() throws {
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        let daemon = try Daemon(stage)
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.2 . tcp") })
        let before = try stage.listing()
        try stage.write("a.yaml", "kind: [Service\n")
        #expect(try stage.eventually { daemon.log.contains("a.yaml:") }, "\(daemon.log)")
        #expect(try stage.listing() == before)
        try stage.write("a.yaml", Manifests.service(2, endpoints: [1]))
        #expect(try stage.eventually { try stage.listing().contains("10.96.0.3 . tcp") })
    }

    @Test func `without permission it says so`() throws {
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1]))
        let answer = try stage.run(
            "/usr/bin/setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin",
            try Stage.svcproxy(), "sync", "--once", "--from", stage.manifests)
        try expectRefusal(answer, "not permitted", "CAP_NET_ADMIN")
    }
}
