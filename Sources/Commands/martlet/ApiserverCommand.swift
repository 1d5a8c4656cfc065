import ArgumentParser
import LinuxSystem

/// `martlet apiserver`: serves the API until it is told to end.
struct ApiserverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apiserver",
        abstract: "Serve the Kubernetes API over a file.",
        discussion: """
            Ends on SIGTERM or SIGINT. \
            Exit status: 0 ended as told, 1 cannot serve, 64 wrong use.
            """)

    @OptionGroup var options: ServerOptions

    func run() throws {
        let configuration = try options.configuration()
        // Before there is a second thread: each inherits that they are blocked.
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        try Files.createDirectories(options.dataDir, mode: 0o700)
        try ServerSession(options, configuration, name: "apiserver").run(until: signals)
    }
}
