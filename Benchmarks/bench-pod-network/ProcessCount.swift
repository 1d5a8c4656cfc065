import LinuxSystem

/// How many programs an operation starts, itself included, counted by strace.
enum ProcessCount {
    static func of(_ rig: Rig, _ command: String) throws -> Int {
        let trace = rig.folder + "/execs"
        let wrapper = [
            "/usr/bin/strace", "-f", "-qq", "-A", "-e", "trace=execve", "-e", "signal=none", "-o",
            trace,
        ]
        _ = try rig.call(command, pod: 0, by: wrapper)
        let lines = try Files.readText(trace).split(separator: "\n")
        try Files.remove(trace)
        return lines.count { $0.contains("= 0") }
    }
}
