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
    func `broken manifests are refused at the start`(mode: String) throws {
        let once = mode == "once" ? ["--once"] : []
        func sync(_ text: String) throws -> Stage.Answer {
            try stage.write("a.yaml", text)
            let name = "bad"
            let process = try stage.start(
                try Stage.svcproxy(), ["sync", "--from", stage.manifests] + once, name: name)
            let ending = try process.wait(timeout: .seconds(20))
            return Stage.Answer(
                status: ending?.shellStatus ?? -1, output: "",
                diagnostics: try Files.readText("\(stage.folder)/\(name).err"))
        }
        try expectRefusal(sync("kind: [Service\n"), "a.yaml:")
        let wrong = Manifests.service(1, endpoints: [1], port: "{port: many")
        try expectRefusal(sync(wrong), "a.yaml:7", "s1", "spec.ports[0].port")
        try expectRefusal(sync("apiVersion: v1\nkind: Pancake\nmetadata: {name: x}\n"), "Pancake")
    }

    @Test func `what a Service asks for and does not get yet is told`() throws {
        let more = "externalTrafficPolicy: Local"
        try stage.write("a.yaml", Manifests.service(1, endpoints: [1], more: more))
        let answer = try stage.proxy("sync", "--once")
        #expect(answer.status == 0)
        #expect(
            answer.diagnostics.contains(
                "Service default/s1: externalTrafficPolicy: Local is not followed yet"),
            "\(answer.diagnostics)")
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
