import LinuxSystem

/// What no plugin can be faster than: a program that does nothing.
struct StartUp {
    let count: Int

    func run() throws {
        let folder = try Files.createTemporaryDirectory("bench-cni")
        defer { try? Files.removeTree(folder) }
        var report = Report("", "p50/95/99")
        try addBareProgram(to: &report, folder)
        for (name, implementation) in [
            ("martlet-cni, VERSION", Rig.Implementation.ours),
            ("a plugin in Go, VERSION", .reference),
        ] {
            let program = try Rig.executable(implementation, "bridge")
            report.add(name, try times(of: program, folder).text)
        }
        report.print()
    }

    private func times(of program: String, _ folder: String) throws -> Figures {
        let run = PluginRun(
            executable: program, name: "bridge", environment: ["CNI_COMMAND=VERSION"],
            input: Array(#"{"cniVersion":"1.0.0","name":"bench","type":"bridge"}"#.utf8),
            files: folder + "/run")
        return Figures(try (0..<count).map { _ in try run.run().time })
    }

    private func addBareProgram(to report: inout Report, _ folder: String) throws {
        let source = folder + "/nothing.c"
        try Files.writeAtomically(source, Array("int main(void) { return 0; }\n".utf8))
        guard let compiler = ["/usr/bin/cc", "/usr/bin/gcc"].first(where: Files.exists) else {
            report.add("a static C program that does nothing: there is no cc")
            return
        }
        var program = ChildProcess.Program(
            compiler, ["-O2", "-static", "-o", folder + "/nothing", source])
        program.environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
        guard try ChildProcess.spawn(program).wait() == .exited(0) else {
            report.add("a static C program that does nothing: cc failed")
            return
        }
        report.add(
            "a static C program that does nothing", try times(of: folder + "/nothing", folder).text)
    }
}
