import ArgumentParser
import ControllerManager
import LinuxSystem

/// `martlet controllers`: the controllers alone, on an API server elsewhere.
struct ControllersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controllers",
        abstract: "Run the controllers on the cluster of a kubeconfig.",
        discussion: """
            Of several processes one works; the others take over when it ends. \
            Ends on SIGTERM or SIGINT. Exit status: 0 ended as told, 1 can't run, 64 wrong use.
            """)

    @OptionGroup var connection: ConnectionFlags
    @OptionGroup var flags: ControllerFlags
    @OptionGroup var election: ElectionFlags
    @OptionGroup var log: LogFlags

    func run() throws {
        let options = try flags.options()
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        let logger = log.start("martlet controllers")
        let client = try connection.client()
        let election = election
        try SignalledTask.run(until: signals) {
            await election.run("kube-controller-manager", client, logger) { cluster in
                await ControllerManager(options, cluster: cluster, logger: logger).run()
            }
        }
    }
}
