import LinuxSystem

/// What a process has used so far.
struct ProcessUse {
    /// Processor time in hundredths of a second.
    var ticks = 0
    /// How often one of its threads went to sleep and woke up again.
    var wakeUps = 0
    /// Memory that it holds.
    var residentKilobytes = 0

    static func of(_ pid: Int32) throws -> ProcessUse {
        var use = ProcessUse()
        let stat = try Files.readText("/proc/\(pid)/stat")
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        if fields.count > 12 { use.ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) }
        use.residentKilobytes = number("VmRSS:", in: try Files.readText("/proc/\(pid)/status"))
        for thread in try Files.list("/proc/\(pid)/task") {
            // A thread may have ended since it was listed.
            let status = (try? Files.readText("/proc/\(pid)/task/\(thread)/status")) ?? ""
            use.wakeUps += number("voluntary_ctxt_switches:", in: status)
        }
        return use
    }

    private static func number(_ name: String, in text: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        let words = line?.split { " \t".contains($0) } ?? []
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}

/// What strace sees of a process.
enum SystemCalls {
    /// The calls of all its threads in some seconds, one line each.
    static func of(_ pid: Int32, seconds: Int) throws -> [String] {
        let folder = try Files.createTemporaryDirectory("bench-strace")
        defer { try? Files.removeTree(folder) }
        var program = ChildProcess.Program(
            "/usr/bin/strace", ["-f", "-qq", "-o", folder + "/calls", "-p", "\(pid)"])
        program.error = .null
        let strace = try ChildProcess.spawn(program)
        MonotonicClock.sleep(.seconds(Int64(seconds)))
        try strace.signal(.interrupt)
        _ = try strace.wait(timeout: .seconds(10))
        let lines = try Files.readText(folder + "/calls").split(separator: "\n").map(String.init)
        // What each thread waited in when strace came and went is no call of these seconds.
        return lines.filter { !$0.contains("<unfinished") && !$0.contains("<detached") }
    }
}
