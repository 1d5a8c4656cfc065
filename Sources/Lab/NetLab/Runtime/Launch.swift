import LinuxSystem

/// How a program is started.
struct Launch: Sendable {
    /// What a machine's own programs are looked for in.
    static let machinePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// A file that stands in for another in the program's mount namespace.
    struct Mount: Hashable, Sendable {
        var source: String
        var target: String
    }

    var executable: String
    var arguments: [String]
    var environment: [String: String] = [:]
    /// The name of the network namespace; nil for the caller's.
    var namespace: String?
    /// Not empty: the program gets a mount namespace of its own.
    var mounts: [Mount] = []
    /// Where it starts; nil: in the root folder.
    var folder: String?
    /// The machine's name as it sees it.
    var hostname: String?

    init(_ executable: String, _ arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }

    /// Looks a program up in a search path, as `execvp` does.
    static func find(_ program: String, in path: String) -> String? {
        guard !program.contains("/") else { return Files.exists(program) ? program : nil }
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { Files.exists($0) }
    }

    /// Starts it in a session of its own, where Ctrl-C doesn't reach it, and lets it run.
    ///
    /// - Parameter log: where its output goes.
    func start(named name: String, log: String) throws -> LabState.Process {
        let file = try Descriptor(opening: log, [.writeOnly, .create, .append])
        let child = try spawn { program in
            program.output = .descriptor(file.rawValue)
            program.error = .descriptor(file.rawValue)
        }
        guard let entry = ProcessTable.entry(child.pid) else {
            throw LabError("\(name) vanished as it was started")
        }
        return LabState.Process(pid: Int(child.pid), start: entry.start, name: name)
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - limit: when it is killed.
    ///   - diagnostics: where its standard error is kept.
    func run(input: [UInt8], limit: Duration, diagnostics: String) throws -> ProgramOutcome {
        let stdin = try Descriptor.temporary()
        let stdout = try Descriptor.temporary()
        let stderr = try Descriptor.temporary()
        try stdin.write(input)
        try stdin.rewind()
        let child = try spawn { program in
            program.input = .descriptor(stdin.rawValue)
            program.output = .descriptor(stdout.rawValue)
            program.error = .descriptor(stderr.rawValue)
        }
        guard let ending = try child.wait(timeout: limit) else {
            try child.signalGroup(.kill)
            _ = try child.wait()
            throw LabError("\(executable) did not end within \(limit.milliseconds) ms")
        }
        try stdout.rewind()
        try stderr.rewind()
        let errors = try stderr.readAll()
        if !errors.isEmpty { try Files.append(diagnostics, errors) }
        let lines = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        return ProgramOutcome(
            status: Int(ending.shellStatus), output: try stdout.readAll(),
            diagnostics: lines.suffix(3).joined(separator: "; "))
    }

    private func spawn(_ adjust: (inout ChildProcess.Program) -> Void) throws -> ChildProcess {
        let network = try namespace.map { try NetworkNamespace(name: $0) }
        var program = ChildProcess.Program(executable, arguments)
        program.environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        program.directory = folder ?? "/"
        program.hostname = hostname
        program.networkNamespace = network?.descriptor
        program.bindMounts = mounts.map { ChildProcess.BindMount(from: $0.source, to: $0.target) }
        program.input = .null
        program.startsSession = true
        adjust(&program)
        // The descriptor of the namespace must outlive the call.
        defer { withExtendedLifetime(network) {} }
        return try ChildProcess.spawn(program)
    }
}
