import ArgumentParser
import LinuxSystem
import ProxySettings
import ServiceProxy

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the kernel as the objects say, until SIGTERM; SIGHUP reads them again.",
        discussion: "What is programmed stays when it ends.")

    @OptionGroup var options: Options

    @Flag(help: "End after the first synchronisation.")
    var once = false

    @Flag(help: "Delete what kube-proxy left, as soon as the first synchronisation is done.")
    var takeover = false

    @Flag(help: "As the subcommand cleanup: delete everything that sync made, and end.")
    var cleanup = false

    @Flag(help: "Set what needs privileges, such as the connection table's limits, and end.")
    var initOnly = false

    @Option(help: "Write the configuration in effect to this file, and end.")
    var writeConfigTo: String?

    func run() async throws {
        try await Failure.told(options.console) {
            if cleanup {
                return try CleanupCommand(console: options.console, takesOver: takeover).run()
            }
            let configuration = try options.configuration()
            let console = options.console(for: configuration)
            if let path = writeConfigTo {
                let text = configuration.json.serialized(pretty: true) + Array("\n".utf8)
                return try Files.writeAtomically(path, text)
            }
            if initOnly { return NodeSettings.apply(configuration, console) }
            try await SyncCommand(
                origin: try options.origin(configuration), isOnce: once,
                configuration: configuration, takesOver: takeover, console: console
            ).run()
        }
    }
}
