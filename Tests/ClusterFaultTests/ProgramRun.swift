import LinuxSystem

/// One of martlet's programs as a user starts it, killed and started again as a test likes.
final class ProgramRun {
    private let arguments: [String]
    private let log: String
    private var child: ChildProcess?

    /// Starts `martlet` with these arguments; what it says goes to a file.
    init(_ arguments: [String], log: String) throws {
        self.arguments = arguments
        self.log = log
        try start()
    }

    deinit { try? kill() }

    func start() throws {
        let folder = Files.directory(of: try CurrentProcess.executablePath())
        let output = try Descriptor(opening: log, [.writeOnly, .create, .append])
        var launch = ChildProcess.Program(folder + "/martlet", arguments)
        launch.output = .descriptor(output.rawValue)
        launch.error = .descriptor(output.rawValue)
        launch.parentDeathSignal = .kill
        child = try ChildProcess.spawnForLife(launch)
    }

    /// SIGKILL, and it is gone.
    func kill() throws {
        try child?.signal(.kill)
        _ = try child?.wait()
        child = nil
    }

    /// SIGTERM, and it ends in order.
    /// - Returns: its exit status; nil when it doesn't end.
    func end() throws -> Int32? {
        try child?.signal(.terminate)
        let ending = try child?.wait(timeout: .seconds(20))
        if ending != nil { child = nil }
        return ending?.shellStatus
    }

    /// It does nothing any more, and doesn't know.
    func freeze() throws { try child?.signal(Signal(rawValue: 19)) }

    /// It goes on as if nothing had been.
    func thaw() throws { try child?.signal(Signal(rawValue: 18)) }

    /// What it said.
    var said: String { (try? Files.readText(log)) ?? "" }
}
