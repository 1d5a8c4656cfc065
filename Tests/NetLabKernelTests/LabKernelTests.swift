import JSON
import LinuxSystem
import NetLab
import Testing

/// Labs as a user brings them up. They run as root and leave nothing.
@Suite(.serialized) struct LabKernelTests {
    private func lab(_ name: String) throws -> LabFixture {
        let lab = try LabFixture(name)
        _ = try lab.write("objects.yaml", LabFixture.objects)
        _ = try lab.write("topology.yaml", LabFixture.topology(name))
        return lab
    }

    private func up(_ lab: LabFixture) throws -> LabFixture.Run {
        try lab.run("up", "\(lab.folder)/topology.yaml", "--state", lab.root)
    }

    @Test func `a pod reaches a Service of another node by name`() throws {
        let lab = try lab("kt-name")
        let run = try up(lab)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "lab kt-name is up: 2 nodes, 3 pods\n")
        let answer = try lab.exec("client", "curl", "-s", "-m", "5", "http://echo:8080")
        #expect(answer.output == "echo-0 on two\n", "\(answer.errors)")
        let twice = try lab.exec(
            "client", "curl", "-s", "-m", "5", "http://echo:8080", "http://echo:8080")
        #expect(twice.output == "echo-0 on two\necho-0 on two\n")
    }

    @Test func `a pod has its own network, files, host name and environment`() throws {
        let lab = try lab("kt-files")
        try #require(try up(lab).status == 0)
        let name = try lab.exec("client", "hostname")
        #expect(name.output == "somebody\n")
        let links = try lab.exec("client", "ip", "-br", "link")
        #expect(links.output.split(separator: "\n").count == 2)
        let resolver = try lab.exec("client", "cat", "/etc/resolv.conf")
        #expect(resolver.output.contains("nameserver 10.96.0.10\n"))
        let hosts = try lab.exec("client", "cat", "/etc/hosts")
        #expect(hosts.output.contains("\tsomebody\n"))
        // The first process is the runtime's; what it started has the container's variables.
        let environment = try lab.exec("client", "sh", "-c", "cat /proc/[0-9]*/environ")
        #expect(environment.output.contains("\0X=z\0"))
        #expect(try Files.readText("/etc/hostname") != "somebody\n")
    }

    @Test func `exec passes the command's status and streams on`() throws {
        let lab = try lab("kt-exec")
        try #require(try up(lab).status == 0)
        let run = try lab.exec("client", "sh", "-c", "echo out; echo err >&2; exit 7")
        #expect(run.status == 7)
        #expect(run.output == "out\n")
        #expect(run.errors == "err\n")
        let missing = try lab.exec("nobody", "true")
        #expect(missing.status == 125)
        #expect(missing.errors.contains("lab kt-exec has no running pod default/nobody"))
        let machine = try lab.run(
            "exec", "--machine", "two", "--lab", lab.name, "--state", lab.root, "--", "ip", "-br",
            "address", "show", "dev", "eth0")
        #expect(machine.output.contains("192.0.2.2/24"))
    }

    @Test func `down leaves nothing, also after its programs were killed`() throws {
        let lab = try lab("kt-kill")
        try #require(try up(lab).status == 0)
        let victims =
            try lab.processes("svcproxy") + lab.processes("martlet\0agent")
            + lab.processes("martlet\0server")
        #expect(victims.count == 5)
        for id in victims { try ProcessSignals.send(.kill, to: id) }
        try Files.remove("\(lab.root)/kt-kill/state.json")
        let down = try lab.run("down", "kt-kill", "--state", lab.root)
        #expect(down.status == 0, "\(down.errors)")
        #expect(try lab.leftovers() == [])
        let again = try lab.run("down", "kt-kill", "--state", lab.root)
        #expect(again.status == 0)
        #expect(again.output == "lab kt-kill is not there\n")
    }

    @Test(arguments: [20, 250, 900, 2500])
    func `what a killed up leaves, down takes away`(milliseconds: Int) throws {
        let lab = try lab("kt-half")
        let output = try Descriptor.temporary()
        let child = try lab.start(
            ["up", "\(lab.folder)/topology.yaml", "--state", lab.root], output: output.rawValue,
            errors: output.rawValue)
        _ = try child.wait(timeout: .milliseconds(milliseconds))
        try? child.signal(.kill)
        _ = try? child.wait()
        let down = try lab.run("down", "kt-half", "--state", lab.root)
        #expect(down.status == 0, "\(down.errors)")
        #expect(try lab.leftovers() == [])
    }

    @Test func `an interrupted up takes down what it made`() throws {
        let lab = try lab("kt-int")
        let output = try Descriptor.temporary()
        let child = try lab.start(
            ["up", "\(lab.folder)/topology.yaml", "--state", lab.root], output: output.rawValue,
            errors: output.rawValue)
        let state = "\(lab.root)/kt-int/state.json"
        let deadline = Deadline(after: .seconds(10))
        while !Files.exists(state), !deadline.isOver { MonotonicClock.sleep(.milliseconds(1)) }
        try child.signal(.interrupt)
        #expect(try child.wait(timeout: .seconds(30)) == .exited(1))
        try output.rewind()
        #expect(String(decoding: try output.readAll(), as: UTF8.self) == "netlab: interrupted\n")
        #expect(try lab.leftovers() == [])
    }

    @Test func `an up that fails says where and leaves nothing`() throws {
        let lab = try lab("kt-fail")
        let bad = try lab.write(
            "bad.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: broken}
            spec: {containers: []}

            """)
        let run = try lab.run(
            "up", "\(lab.folder)/topology.yaml", "--manifests", bad, "--state", lab.root)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("netlab: "))
        #expect(run.errors.contains("spec.containers: Required value"), "\(run.errors)")
        #expect(try lab.leftovers() == [])
    }

    @Test func `two labs are up at once, and one name is taken once`() throws {
        let first = try lab("kt-one")
        let second = try lab("kt-one-b")
        try #require(try up(first).status == 0)
        try #require(try up(second).status == 0)
        let third = try up(first)
        #expect(third.status == 1)
        #expect(
            third.errors
                == "netlab: lab kt-one is there already; take it down with: netlab down kt-one\n")
        #expect(try first.run("down", "kt-one", "--state", first.root).status == 0)
        #expect(try first.leftovers() == [])
        let answer = try second.exec("client", "curl", "-s", "-m", "5", "http://echo:8080")
        #expect(answer.output == "echo-0 on two\n")
        let status = try second.run("status", "-o", "json", "--state", second.root)
        let labs = try JSON(parsing: Array(status.output.utf8))
        #expect(labs.array?.first?["pods"]?.array?.count == 3)
    }

    @Test func `a node is cut off, drawn as lost, and mended`() throws {
        let lab = try lab("kt-cut")
        try #require(try up(lab).status == 0)
        func netlab(_ words: String...) throws -> LabFixture.Run {
            try lab.run(words + ["--lab", lab.name, "--state", lab.root])
        }
        #expect(try netlab("break", "two").output == "two is cut off\n")
        let lost = try netlab("map", "--svg", "\(lab.folder)/map.svg").output
        #expect(lost.contains("NOT two"), "\(lost)")
        #expect(lost.contains("broken: cut"))
        #expect(try Files.readText("\(lab.folder)/map.svg").hasPrefix("<svg "))
        #expect(try netlab("mend").output == "two is connected\n")
        #expect(try netlab("map").output.contains("reaches two"))
        #expect(try netlab("break", "two", "--loss", "100").status == 0)
        #expect(try netlab("map").output.contains("NOT two"))
        #expect(try netlab("mend", "two").output == "two loses no packets\n")
        let answer = try lab.exec("client", "curl", "-s", "-m", "5", "http://echo:8080")
        #expect(answer.output == "echo-0 on two\n", "\(answer.errors)")
        #expect(try netlab("break", "three").errors.contains("no machine \"three\""))
    }
}
