import ArgumentParser
import ControllerManager
import ControllerRuntime
import LinuxSystem
import LocalCluster

/// `martlet server`: API server, controllers and scheduler in one process.
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Run a control plane: the API over a file, controllers and scheduler.",
        discussion: """
            Ends on SIGTERM or SIGINT. \
            Exit status: 0 ended as told, 1 cannot serve, 64 wrong use.
            """)

    @OptionGroup var options: ServerOptions
    @OptionGroup var flags: ControllerFlags
    @OptionGroup var scheduling: SchedulerFlags
    @OptionGroup var log: LogFlags

    func run() throws {
        let configuration = try options.configuration()
        var controllers = try flags.options()
        controllers.serviceRanges = configuration.serviceRanges
        let chosen = controllers
        let scheduling = try scheduling.options()
        // Before there is a second thread: each inherits that they are blocked.
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        try Files.createDirectories(options.dataDir, mode: 0o700)
        let logger = log.start("martlet server")
        let session = ServerSession(options, configuration, name: "server") { server, pki in
            let cluster = LocalCluster(server)
            var chosen = chosen
            chosen.rootCertificates = pki.authority.pem.certificate
            let manager = ControllerManager(chosen, cluster: cluster, logger: logger)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await manager.run() }
                group.addTask { await SchedulerCommand.work(scheduling, cluster, logger) }
            }
        }
        try session.run(until: signals)
    }
}
