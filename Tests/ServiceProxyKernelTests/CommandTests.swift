import LinuxSystem
import Testing

/// `explain`, `verify` and `show`, as people and scripts meet them.
@Suite(.serialized) struct CommandTests {
    let stage: Stage

    init() throws {
        stage = try Stage()
        try stage.write(
            "a.yaml",
            Manifests.node + Manifests.service(1, endpoints: 0..<2)
                + Manifests.service(2, endpoints: [], transport: "UDP"))
    }

    @Test func `explain says endpoints, chances, causes and objects`() throws {
        let answer = try stage.proxy(
            "explain", "--from", "10.244.1.7", "--to", "10.96.0.2:80/tcp")
        #expect(answer.status == 0, "\(answer.diagnostics)")
        for text in [
            "10.244.1.7 to 10.96.0.2:80/tcp: goes to one of 2 endpoints",
            "Service port default/s1/tcp", "10.244.0.1:8080", "50.0 %",
            "EndpointSlice default/s1-1",
        ] {
            #expect(answer.output.contains(text), "\(text) in \(answer.output)")
        }
        let refused = try stage.proxy(
            "explain", "--from", "10.244.1.7", "--to", "10.96.0.3:80/udp", "-o", "json")
        #expect(refused.output.contains("\"fate\": \"refused\""), "\(refused.output)")
        let alone = try stage.proxy("explain", "--from", "10.244.1.7", "--to", "192.0.2.99:80")
        #expect(alone.output.contains("left alone"), "\(alone.output)")
    }

    @Test func `a question that can't be one is refused with what was expected`() throws {
        for words in [
            ["--from", "10.244.1.7", "--to", "10.96.0.2"],
            ["--from", "10.244.1.7", "--to", "10.96.0.2:80/icmp"],
            ["--from", "fd00::1", "--to", "10.96.0.2:80"], ["--to", "10.96.0.2:80"],
        ] {
            let name = words.joined().filter(\.isLetter)
            let process = try stage.start(
                try Stage.svcproxy(), ["explain", "--objects", stage.manifests] + words,
                name: name)
            let ending = try process.wait(timeout: .seconds(20))
            #expect(ending == .exited(1))
            let told = try Files.readText("\(stage.folder)/\(name).err")
            #expect(told.contains("expected") || told.contains("has no"), "\(told)")
        }
    }

    @Test func `verify is silent when all is right, and names what is not`() throws {
        let before = try stage.proxy("verify")
        #expect(before.status == 2)
        #expect(try stage.proxy("sync", "--once").status == 0)
        let right = try stage.proxy("verify")
        #expect(right.status == 0 && right.output.isEmpty, "\(right.output)")
        try stage.nft("delete element ip svcproxy cluster-ips { 10.96.0.2 }")
        try stage.nft("add element ip svcproxy cluster-ips { 10.96.9.9 }")
        let wrong = try stage.proxy("verify")
        #expect(wrong.status == 2)
        let lines = wrong.output.split(separator: "\n").sorted()
        #expect(lines.count == 2, "\(wrong.output)")
        #expect(lines.contains { $0.contains("missing") && $0.contains("10.96.0.2") })
        #expect(lines.contains { $0.contains("unexpected") && $0.contains("10.96.9.9") })
        #expect(try stage.proxy("verify", "-o", "json").output.contains("\"kind\": \"missing\""))
        // It changed nothing.
        #expect(try stage.proxy("verify").output == wrong.output)
    }

    @Test func `show lists, and its live view ends with SIGINT`() throws {
        #expect(try stage.proxy("sync", "--once").status == 0)
        let list = try stage.proxy("show").output
        #expect(list.hasPrefix("SERVICE "))
        #expect(list.contains("default/s1/tcp") && list.contains("none: rejected"), "\(list)")
        let watch = try stage.start(
            try Stage.svcproxy(),
            ["show", "--watch", "--interval", "0.1", "--from", stage.manifests], name: "watch")
        let output = stage.folder + "/watch.out"
        #expect(
            try stage.eventually {
                try Files.readText(output).split(separator: "PER SECOND").count > 2
            })
        // What comes meanwhile is shown.
        try stage.write("b.yaml", Manifests.service(3, endpoints: [1]))
        #expect(try stage.eventually { try Files.readText(output).contains("default/s3/tcp") })
        try watch.signal(.interrupt)
        #expect(try watch.wait(timeout: .seconds(10)) == .exited(0))
        #expect(!(try Files.readText(output).contains("\u{1B}")), "no terminal, no control codes")
    }
}
